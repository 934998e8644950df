"""B16: deals captured after the cut-off, with the one that was in force. BTO 2.2.1 of MaRisk."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.lib.dates import midnight
from foundation.reports.evidence import EvidenceReport
from foundation.screens.templatetags.screens import percentage

from ..models import Deal
from ..queries.deals import company_of, late_deals
from .sums import by_currency


class LateDealReport(EvidenceReport):
    code = "settlement.late_deals"
    reference = "B16"
    name = gettext_lazy("Late deals")
    description = gettext_lazy("Deals captured after the cut-off, marked by the clock of the portal alone.")
    permission = "settlement.evidence:view"

    def build(self, person, params, progress):
        span = midnight(params["first"]), midnight(params["last"] + timedelta(days=1))
        company = company_of(person)
        found = list(late_deals(person, *span).filter(company=company))
        captured = Deal.objects.visible_to(person).filter(company=company, traded_at__range=span).count()
        columns = [
            (_("Number"), "text"),
            (_("Captured"), "moment"),
            (_("Cut-off"), "text"),
            (_("Minutes late"), "number"),
            (_("Trader"), "text"),
            (_("Desk"), "text"),
            (_("Product"), "text"),
            (_("Counterparty"), "text"),
            (_("Amount"), "amount"),
            (_("Currency"), "text"),
            (_("State"), "text"),
        ]
        return self.sheet(
            person,
            params,
            columns,
            [*map(_line, found), *by_currency(found, columns)],
            [(_("Deals captured"), captured), (_("Late deals"), _share(len(found), captured))],
        )


def _share(late, captured):
    if not captured:
        return str(late)
    percent = percentage(Decimal(100 * late) / captured)
    return _("{count}, {percent} % of all").format(count=late, percent=percent)


def _line(deal):
    return [
        deal.number,
        deal.traded_at,
        f"{timezone.localtime(deal.cut_off):%H:%M}",
        (deal.traded_at - deal.cut_off) // timedelta(minutes=1),
        str(deal.trader),
        str(deal.desk),
        deal.get_product_display(),
        str(deal.counterparty),
        deal.amount,
        deal.currency,
        deal.get_state_display(),
    ]
