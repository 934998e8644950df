"""B24: the loss database: what went wrong, what it cost and what was done. BTR 4 of MaRisk."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.reports.catalogue import Row
from foundation.reports.evidence import EvidenceReport

from ..models import Incident


class LossReport(EvidenceReport):
    code = "risk.losses"
    reference = "B24"
    name = gettext_lazy("Loss database")
    description = gettext_lazy("Incidents and losses with cause and measure: gross, recovered and net.")
    permission = "risk.incident:view_all"

    def build(self, person, params, progress):
        company = person.company_of(person.reached)
        seen = Incident.objects.visible_to(person).filter(company=company)
        happened = seen.filter(happened_on__range=(params["first"], params["last"]))
        found = list(happened.select_related("unit").order_by("happened_on", "pk"))
        gross, back = sum(each.loss for each in found), sum(each.recoveries for each in found)
        return self.sheet(
            person,
            params,
            [
                (_("Number"), "text"),
                (_("Happened"), "date"),
                (_("Found"), "date"),
                (_("Booked"), "date"),
                (_("What happened"), "text"),
                (_("Type of event"), "text"),
                (_("Gross"), "amount"),
                (_("Recovered"), "amount"),
                (_("Net"), "amount"),
                (_("Cause and measure"), "text"),
                (_("State"), "text"),
            ],
            [*map(_line, found), *([_sum(gross, back)] if found else [])],
            [
                (_("Incidents"), len(found)),
                (_("Near misses"), sum(each.near_miss for each in found)),
                (_("Amounts"), _("in the currency of the company")),
            ],
            _("What is not analysed yet stands with the loss that its reporter estimated."),
        )


def _line(incident):
    return [
        incident.number,
        incident.happened_on,
        incident.found_on,
        incident.booked_on,
        incident.short,
        _("near miss") if incident.near_miss else incident.get_event_type_display(),
        incident.loss,
        incident.recoveries,
        incident.loss - incident.recoveries,
        " – ".join(filter(None, [incident.cause, incident.measure])),
        incident.get_state_display(),
    ]


def _sum(gross, back):
    return Row([_("Sum"), *[None] * 5, gross, back, gross - back, *[None] * 2], "sum")
