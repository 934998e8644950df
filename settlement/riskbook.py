"""What risk control hears of deals: key figures, and sections of its daily report."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from foundation.calendars.days import nearest_working_day
from foundation.lib.dates import midnight
from foundation.records.past import in_state
from foundation.reports.catalogue import Section
from foundation.screens.templatetags.screens import number
from risk import keyfigures, sections
from risk.calc.keyfigures import share
from risk.keyfigures import KeyFigure
from risk.sections import Part

from .calc.valuation import changes
from .choices import DiscrepancyState, MarketOutcome
from .models import Deal, Discrepancy, MarketCheck
from .queries.valuation import desk_values, open_deals, unconfirmed_on
from .tables.settling import said

DAY, MONTH = timedelta(days=1), timedelta(days=30)
PATIENCE = timedelta(days=3)
MOST, FEW = 100, 3
OFF_MARKET = (MarketOutcome.OPEN, MarketOutcome.EXPLAINED, MarketOutcome.REJECTED)


# --- Key figures -----------------------------------------------------------------------------------------------------


def confirmations_open(company, on):
    return len(unconfirmed_on(company, on))


def discrepancies_open(company, on):
    long_ago = midnight(on + DAY) - PATIENCE
    return sum(found.found_at < long_ago for found in _open_discrepancies(company, on))


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
    deals = deals.select_related("counterparty", "trader").order_by("traded_at", "pk")
    return Section(_("Late deals"), _of_deals(), _rows(deals), _("No deal came after the cut-off."))


def off_market(company, day):
    ended = midnight(day + DAY)
    checks = MarketCheck.objects.filter(deal__company=company, checked_at__gte=midnight(day), checked_at__lt=ended)
    found = in_state(checks.select_related("deal__trader"), OFF_MARKET, ended, "reason", column="outcome")
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
            for each in found[:MOST]
        ],
        _("Every price that was checked conforms to the market."),
    )  # fmt: skip


def unconfirmed(company, day):
    return Section(
        _("Confirmations open for more than a day"), _of_deals(), _rows(unconfirmed_on(company, day)),
        _("No confirmation is missing."),
    )  # fmt: skip


def discrepancies(company, day):
    rows = _open_discrepancies(company, day)[:MOST]
    return Section(
        _("Open discrepancies"),
        [
            (_("Deal"), "text"), (_("Field"), "text"), (_("Ours"), "text"), (_("Theirs"), "text"), (pgettext("discrepancy", "Owner"), "text"),
            (_("Days"), "amount"),
        ],
        [
            [
                each.deal.number, each.get_field_display(), said(each.field, each.ours), said(each.field, each.theirs), str(each.owner),
                str((day - timezone.localdate(each.found_at)).days),
            ]
            for each in rows
        ],
        _("No discrepancy is open."),
    )  # fmt: skip


def unsettled(company, day):
    """Due, and not settled yet."""
    deals = [deal for deal in open_deals(company, day) if deal.value_date <= day]
    return Section(_("Due deals that are not settled"), _of_deals(), _rows(deals), _("All that was due is settled."))


def desks(company, day):
    """What each desk has open, and what it is worth by the reference prices of the day (BTR 2 of MaRisk)."""
    values, before = desk_values(company, day), nearest_working_day(day - DAY, company.calendar, step=-1)
    moved = changes(values, desk_values(company, before))
    return Section(
        _("Positions and valuation per desk"),
        [
            (_("Desk"), "text"), (_("Deals"), "amount"), (_("Nominal"), "amount"), (_("Market value"), "amount"),
            (_("Unrealised result"), "amount"), (pgettext("difference", "Change"), "amount"), (_("Not valued"), "text"),
        ],
        [
            [
                value.desk, str(value.deals), value.nominal, _amount(value.market), _amount(value.result),
                _amount(moved[value.desk]), _some(value.not_valued),
            ]
            for value in values
        ],
        _("No desk has an open deal."),
    )  # fmt: skip


def _amount(value):
    return "–" if value is None else value


def _some(numbers):
    shown = ", ".join(numbers[:FEW])
    rest = len(numbers) - FEW
    return _("{numbers} and {count} more").format(numbers=shown, count=rest) if rest > 0 else shown


def _open_discrepancies(company, day):
    """Those of the end of that day, the oldest first."""
    ended = midnight(day + DAY)
    found = Discrepancy.objects.filter(deal__company=company, found_at__lt=ended).select_related("deal", "owner")
    return in_state(found, (DiscrepancyState.OPEN, DiscrepancyState.CLEARED), ended, "owner")


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
        for deal in deals[:MOST]
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
        Part("desks", 25, desks),
        Part("late_deals", 30, late_deals),
        Part("off_market", 35, off_market),
        Part("unconfirmed", 40, unconfirmed),
        Part("discrepancies", 50, discrepancies),
        Part("unsettled", 60, unsettled),
    )
