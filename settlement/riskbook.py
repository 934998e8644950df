"""What risk control hears of deals: key figures, and sections of its daily report."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from foundation.lib.dates import midnight
from foundation.reports.catalogue import Section
from foundation.screens.templatetags.screens import number
from risk import keyfigures, sections
from risk.calc.keyfigures import share
from risk.keyfigures import KeyFigure
from risk.sections import Part

from .choices import DealState, DiscrepancyState, MarketOutcome
from .models import Deal, Discrepancy, MarketCheck
from .queries.settling import open_confirmations
from .tables.settling import said

DAY, MONTH = timedelta(days=1), timedelta(days=30)
PATIENCE = timedelta(days=3)
MOST = 100


# --- Key figures -----------------------------------------------------------------------------------------------------


def confirmations_open(company, on):
    return open_confirmations(company, before=midnight(on)).count()


def discrepancies_open(company, on):
    found = _open_discrepancies(company).filter(found_at__lt=midnight(on + DAY) - PATIENCE)
    return found.count()


def late_share(company, on):
    deals = Deal.objects.filter(company=company, traded_at__range=_month(on))
    return share(deals.filter(late=True).count(), deals.count())


def off_market_share(company, on):
    checks = MarketCheck.objects.filter(deal__company=company, checked_at__range=_month(on))
    return share(checks.exclude(outcome=MarketOutcome.CONFORM).count(), checks.count())


def _month(on):
    return midnight(on - MONTH + DAY), midnight(on + DAY)


# --- Sections of the daily report ------------------------------------------------------------------------------------


def late_deals(company, day):
    deals = Deal.objects.filter(
        company=company, late=True, traded_at__gte=midnight(day), traded_at__lt=midnight(day + DAY)
    )
    return Section(_("Late deals"), _of_deals(), _rows(deals), _("No deal came after the cut-off."))


def off_market(company, day):
    checks = MarketCheck.objects.filter(deal__company=company).exclude(outcome=MarketOutcome.CONFORM)
    checks = checks.filter(checked_at__gte=midnight(day), checked_at__lt=midnight(day + DAY))
    return Section(
        _("Off-market deals"),
        [
            (_("Deal"), "text"), (_("Trader"), "text"), (_("Deviation"), "amount"), (_("Tolerance"), "amount"),
            (_("Outcome"), "text"), (_("Reason"), "text"),
        ],
        [
            [
                each.deal.number, str(each.deal.trader), number(each.deviation), number(each.tolerance),
                each.get_outcome_display(), each.reason or each.deal.off_market_reason,
            ]
            for each in checks.select_related("deal__trader").order_by("pk")[:MOST]
        ],
        _("Every price that was checked conforms to the market."),
    )  # fmt: skip


def unconfirmed(company, day):
    deals = open_confirmations(company, before=midnight(day))
    return Section(
        _("Confirmations open for more than a day"), _of_deals(), _rows(deals), _("No confirmation is missing.")
    )


def discrepancies(company, day):
    rows = _open_discrepancies(company).select_related("deal", "owner").order_by("found_at")[:MOST]
    today = timezone.localdate()
    return Section(
        _("Open discrepancies"),
        [
            (_("Deal"), "text"), (_("Field"), "text"), (_("Ours"), "text"), (_("Theirs"), "text"), (pgettext("discrepancy", "Owner"), "text"),
            (_("Days"), "amount"),
        ],
        [
            [
                each.deal.number, each.get_field_display(), said(each.field, each.ours), said(each.field, each.theirs), str(each.owner),
                str((today - timezone.localdate(each.found_at)).days),
            ]
            for each in rows
        ],
        _("No discrepancy is open."),
    )  # fmt: skip


def unsettled(company, day):
    """Due, and not settled yet."""
    waiting = (DealState.CAPTURED, DealState.CONFIRMED, DealState.MATCHED)
    deals = Deal.objects.filter(company=company, state__in=waiting, value_date__lte=day)
    return Section(_("Due deals that are not settled"), _of_deals(), _rows(deals), _("All that was due is settled."))


def _open_discrepancies(company):
    return Discrepancy.objects.filter(deal__company=company).exclude(state=DiscrepancyState.CLOSED)


def _of_deals():
    return [
        (_("Deal"), "text"), (_("Product"), "text"), (_("Counterparty"), "text"), (_("Amount"), "amount"),
        (_("Currency"), "text"), (_("Trader"), "text"), (_("Value date"), "date"),
    ]  # fmt: skip


def _rows(deals):
    return [
        [
            deal.number, deal.get_product_display(), str(deal.counterparty), deal.amount, deal.currency, str(deal.trader),
            deal.value_date,
        ]
        for deal in deals.select_related("counterparty", "trader").order_by("traded_at", "pk")[:MOST]
    ]  # fmt: skip


def register():
    keyfigures.register(
        KeyFigure(
            "confirmations_open", gettext_lazy("Confirmations open for more than a day"), confirmations_open, Decimal(3),
            Decimal(10), order=20,
        ),
        KeyFigure(
            "discrepancies_open", gettext_lazy("Discrepancies open for more than three days"), discrepancies_open, Decimal(1),
            Decimal(5), order=21,
        ),
        KeyFigure("late_share", gettext_lazy("Share of late deals in 30 days"), late_share, Decimal(5), Decimal(10), "%", order=22),
        KeyFigure(
            "off_market_share", gettext_lazy("Share of off-market deals in 30 days"), off_market_share, Decimal(2), Decimal(5),
            "%", order=23,
        ),
    )  # fmt: skip
    sections.register(
        Part("late_deals", 30, late_deals),
        Part("off_market", 35, off_market),
        Part("unconfirmed", 40, unconfirmed),
        Part("discrepancies", 50, discrepancies),
        Part("unsettled", 60, unsettled),
    )
