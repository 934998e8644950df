"""B18: deals whose counterparty has not confirmed them, the oldest first. BTO 2.2.2 of MaRisk."""

from collections import Counter

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.reports.evidence import EvidenceReport
from foundation.reports.parameters import ReportForm

from ..calc.ages import CHASED_AFTER, ESCALATED_AFTER, working_days_since
from ..models import Deal
from ..queries.deals import company_of
from ..queries.settling import open_confirmations
from .sums import by_currency


class OpenConfirmationReport(EvidenceReport):
    code = "settlement.open_confirmations"
    reference = "B18"
    name = gettext_lazy("Open confirmations by age")
    description = gettext_lazy("Deals that the counterparty has not confirmed, by working days since their capture.")
    permission = "settlement.evidence:view"
    form = ReportForm

    def build(self, person, params, progress):
        company, today = company_of(person), timezone.localdate()
        seen = open_confirmations(company).filter(pk__in=Deal.objects.visible_to(person))
        deals = seen.select_related("trader", "desk", "counterparty")
        aged = [(working_days_since(deal.trade_date, today, company.calendar), deal) for deal in deals]
        columns = [
            (_("Number"), "text"),
            (_("Captured"), "moment"),
            (_("Age in working days"), "number"),
            (_("Step"), "text"),
            (_("Trader"), "text"),
            (_("Desk"), "text"),
            (_("Counterparty"), "text"),
            (_("Amount"), "amount"),
            (_("Currency"), "text"),
            (_("Value date"), "date"),
        ]
        return self.sheet(
            person,
            params,
            columns,
            [*(_line(age, deal) for age, deal in aged), *by_currency([deal for _age, deal in aged], columns)],
            _by_age([age for age, _deal in aged]),
        )


def _line(age, deal):
    return [
        deal.number,
        deal.traded_at,
        age,
        _step(age),
        str(deal.trader),
        str(deal.desk),
        str(deal.counterparty),
        deal.amount,
        deal.currency,
        deal.value_date,
    ]


def _step(age):
    if age >= ESCALATED_AFTER:
        return _("to be escalated")
    return _("to be chased") if age >= CHASED_AFTER else _("within its time")


def _by_age(ages):
    """How many of each age, the oldest first; all of an escalated age together."""
    yield _("Open confirmations"), len(ages)
    counts = Counter(min(age, ESCALATED_AFTER) for age in ages)
    for age, count in sorted(counts.items(), reverse=True):
        days = ngettext("{count} working day", "{count} working days", age).format(count=age)
        yield (_("{days} or more").format(days=days) if age == ESCALATED_AFTER else days), count
