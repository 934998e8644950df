"""B12: exceptions from the separation, with what makes up for them and who approved them. BTO 2.1 of MaRisk."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.organisation.models import Person
from foundation.reports.evidence import EvidenceReport

from ..queries import approvers_of, exceptions_between


class ExceptionReport(EvidenceReport):
    code = "access.exceptions"
    reference = "B12"
    name = gettext_lazy("Exceptions from separation")
    description = gettext_lazy("Who was allowed two roles that exclude each other, why, and what makes up for it.")
    permission = "access.evidence:view"

    def build(self, person, params, progress):
        people = Person.objects.visible_to(person)
        found = list(exceptions_between(params["first"], params["last"]).filter(person__in=people))
        approvers = approvers_of(found)
        return self.sheet(
            person,
            params,
            [
                (_("Person"), "text"),
                (_("Roles"), "text"),
                (_("From"), "date"),
                (_("Until"), "date"),
                (_("State"), "text"),
                (_("Requested by"), "text"),
                (_("Approved by"), "text"),
                (_("Reason"), "text"),
                (_("Compensating control"), "text"),
            ],
            [
                [
                    str(each.person),
                    f"{each.role_a} / {each.role_b}",
                    each.valid_from,
                    each.valid_to,
                    each.get_state_display(),
                    str(each.requested_by),
                    approvers.get(str(each.pk), ""),
                    each.reason,
                    each.control,
                ]
                for each in found
            ],
            [(_("Exceptions"), len(found))],
        )
