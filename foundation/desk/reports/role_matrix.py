"""B1: who held which role from when to when, and who had asked for it and approved it. AT 4.3.1 of MaRisk."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.queries.grants import conflicts_in_force
from foundation.organisation.models import Person
from foundation.reports.evidence import EvidenceReport, TodayForm

from ..queries import grants_between


class RoleMatrixReport(EvidenceReport):
    code = "access.role_matrix"
    reference = "B1"
    name = gettext_lazy("Role matrix")
    description = gettext_lazy("Who holds which role from when to when, who asked for it and who approved it.")
    permission = "access.evidence:view"
    form = TodayForm

    def build(self, person, params, progress):
        people = set(Person.objects.visible_to(person))
        grants = [each for each in grants_between(params["first"], params["last"]) if each.person in people]
        facts = [
            (_("People"), len({grant.person_id for grant in grants})),
            (_("Granted roles"), len(grants)),
            (_("Roles held together against a rule"), sum(a.person in people for a, _b, _rule in conflicts_in_force())),
        ]
        return self.sheet(
            person,
            params,
            [
                (_("Person"), "text"),
                (_("Unit"), "text"),
                (_("Role"), "text"),
                (_("Side"), "text"),
                (_("From"), "date"),
                (_("Until"), "date"),
                (_("Source"), "text"),
                (_("Requested by"), "text"),
                (_("Approved by"), "text"),
                (_("Recertified"), "date"),
            ],
            [_line(grant) for grant in grants],
            facts,
        )


def _line(grant):
    where = f"{grant.role} ({grant.company})" if grant.company else str(grant.role)
    return [
        f"{grant.person.last_name}, {grant.person.first_name}",
        grant.person.unit.name if grant.person.unit else "",
        where,
        grant.role.get_side_display(),
        grant.valid_from,
        grant.valid_to,
        grant.get_source_display(),
        str(grant.requested_by),
        str(grant.approved_by),
        grant.recertified_on,
    ]
