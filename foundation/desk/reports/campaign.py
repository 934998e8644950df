"""One recertification with all of its roles, for whoever led it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.models import Recertification
from foundation.access.queries.recertification import coverage, items_by_person, suspended_grants, with_coverage
from foundation.lib.dates import format_date
from foundation.reports.catalogue import Report, ReportData, Row
from foundation.reports.parameters import ReportForm

from ..queries import recertifications_for


class CampaignForm(ReportForm):
    recertification = forms.ModelChoiceField(
        Recertification.objects.none(), label=gettext_lazy("Recertification"), empty_label=None
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["recertification"].queryset = recertifications_for(self.person).select_related("role")


class CampaignReport(Report):
    code = "access.recertification"
    name = gettext_lazy("Recertification")
    description = gettext_lazy(
        "Each role under recertification with its decision, how many are signed, and what is overdue."
    )
    permission = "access.recertification:view"
    form = CampaignForm

    def build(self, person, params, progress):
        today = timezone.localdate()
        campaign = with_coverage(Recertification.objects.select_related("role", "reviewer")).get(
            pk=params["recertification"].pk
        )
        counted = coverage(campaign)
        overdue = {grant.pk for grant in suspended_grants(today)}
        groups = items_by_person(campaign)
        late = sum(item.grant_id in overdue for _person, items in groups for item in items)
        return ReportData(
            title=str(campaign),
            company=str(person.company),
            parameters=[
                (_("Reviewer"), str(campaign.reviewer)),
                (_("Span"), _("{first} to {last}").format(first=format_date(campaign.started_on), last=format_date(campaign.due_on))),
                (_("Coverage"), _("{signed} of {count} roles signed ({percent} %)").format(signed=counted.signed, count=counted.count, percent=counted.percent)),
                (_("Overdue and suspended"), str(late)),
            ],
            columns=[
                (_("Role"), "text"),
                (_("Last confirmed"), "date"),
                (_("Due"), "date"),
                (_("Reviewer"), "text"),
                (_("Decision"), "text"),
                (_("Signed"), "date"),
                (_("Reason"), "text"),
            ],
            rows=[row for who, items in groups for row in _rows(who, items, overdue)],
        )  # fmt: skip


def _rows(person, items, overdue):
    yield Row([str(person), *[None] * 6], "head")
    for item in items:
        decision = item.get_decision_display() or (_("suspended") if item.grant_id in overdue else _("open"))
        grant = item.grant
        yield Row([str(grant.role), grant.looked_at_on, grant.recertification_due, str(item.reviewer), decision, item.signed_on, item.reason])  # fmt: skip
