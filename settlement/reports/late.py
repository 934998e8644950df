"""B16: deals captured after the cut-off, with the one that was in force. BTO 2.2.1 of MaRisk."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.lib.dates import midnight
from foundation.reports.evidence import EvidenceReport
from foundation.screens.templatetags.screens import moment

from ..queries.deals import company_of, late_deals


class LateDealReport(EvidenceReport):
    code = "settlement.late_deals"
    reference = "B16"
    name = gettext_lazy("Late deals")
    description = gettext_lazy("Deals captured after the cut-off, marked by the clock of the portal alone.")
    permission = "settlement.evidence:view"

    def build(self, person, params, progress):
        span = midnight(params["first"]), midnight(params["last"] + timedelta(days=1))
        found = list(late_deals(person, *span).filter(company=company_of(person)))
        return self.sheet(
            person,
            params,
            [
                (_("Number"), "text"),
                (_("Captured"), "text"),
                (_("Cut-off"), "text"),
                (_("Minutes late"), "number"),
                (_("Trader"), "text"),
                (_("Desk"), "text"),
                (_("Product"), "text"),
                (_("Counterparty"), "text"),
                (_("Amount"), "amount"),
                (_("Currency"), "text"),
                (_("State"), "text"),
            ],
            [_line(deal) for deal in found],
            [(_("Late deals"), len(found))],
        )


def _line(deal):
    return [
        deal.number,
        moment(deal.traded_at),
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
