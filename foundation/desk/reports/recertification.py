"""B3: which roles were looked at again, by whom and with what decision, and what is suspended because nobody did.
AT 4.3.1 of MaRisk. What is suspended comes first, then what is open."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.queries.recertification import coverage, items_by_person, suspended_grants
from foundation.lib.dates import format_date
from foundation.organisation.models import Person
from foundation.reports.evidence import EvidenceReport

from ..queries import recertifications_between


class RecertificationReport(EvidenceReport):
    code = "access.recertifications"
    reference = "B3"
    name = gettext_lazy("Recertification of roles")
    description = gettext_lazy("Coverage, decisions, and roles that are suspended because nobody confirmed them.")
    permission = "access.evidence:view"

    def build(self, person, params, progress):
        people = set(Person.objects.visible_to(person).values_list("pk", flat=True))
        campaigns = list(recertifications_between(params["first"], params["last"]))
        items = [
            (campaign, item)
            for campaign in campaigns
            for holder, items in items_by_person(campaign)
            if holder.pk in people
            for item in items
        ]
        items.sort(key=lambda pair: pair[1].signed_on is not None)
        suspended = [grant for grant in suspended_grants(params["last"]) if grant.person_id in people]
        rows = [
            *(
                ["", str(grant.person), str(grant.role), "", _("suspended: overdue"), grant.recertification_due, ""]
                for grant in suspended
            ),
            *(_line(campaign, item) for campaign, item in items),
        ]
        return self.sheet(
            person,
            params,
            [
                (_("Recertification"), "text"),
                (_("Person"), "text"),
                (_("Role"), "text"),
                (_("Reviewer"), "text"),
                (_("Decision"), "text"),
                (_("Signed or due"), "date"),
                (_("Reason"), "text"),
            ],
            rows,
            [
                *((str(campaign), _covered(campaign)) for campaign in campaigns),
                (_("Suspended because overdue"), len(suspended)),
            ],
        )


def _covered(campaign):
    found = coverage(campaign)
    sentence = _("{percent} % covered, {signed} of {count} roles signed, due {day}")
    return sentence.format(
        percent=found.percent, signed=found.signed, count=found.count, day=format_date(campaign.due_on)
    )


def _line(campaign, item):
    decision = item.get_decision_display() or _("open")
    if item.decision and not item.signed_on:
        decision = _("{decision}, not signed").format(decision=decision)
    return [
        f"{campaign.role or campaign.get_side_display()} {campaign.started_on.year}",
        str(item.grant.person),
        str(item.grant.role),
        str(item.reviewer),
        decision,
        item.signed_on or campaign.due_on,
        item.reason,
    ]
