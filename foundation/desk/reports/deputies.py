"""B9: who stood in for whom, with which roles, and how often he acted so. BTO of MaRisk: the wall holds for deputies too."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.reports.evidence import EvidenceReport

from ..queries import acts_on_behalf, deputies_between


class DeputyReport(EvidenceReport):
    code = "access.deputies"
    reference = "B9"
    name = gettext_lazy("Deputies")
    description = gettext_lazy("Who stood in for whom, with which roles, approved by whom, and how often.")
    permission = "access.evidence:view"

    def build(self, person, params, progress):
        found = list(deputies_between(params["first"], params["last"], seen_by=person))
        acts = acts_on_behalf(found)
        return self.sheet(
            person,
            params,
            [
                (_("Principal"), "text"),
                (_("Deputy"), "text"),
                (_("Roles"), "text"),
                (_("From"), "date"),
                (_("Until"), "date"),
                (_("State"), "text"),
                (_("Requested by"), "text"),
                (_("Approved by"), "text"),
                (_("Reason"), "text"),
                (_("Acts on behalf"), "number"),
            ],
            [_line(deputy, acts[deputy.pk]) for deputy in found],
            [(_("Deputies"), len(found))],
        )


def _line(deputy, acts):
    return [
        str(deputy.principal),
        str(deputy.person),
        ", ".join(str(role) for role in deputy.roles.all()),
        deputy.valid_from,
        deputy.last_day,
        deputy.get_state_display(),
        str(deputy.requested_by),
        ", ".join(sorted({str(grant.approved_by) for grant in deputy.grants.all()})),
        deputy.reason,
        acts,
    ]
