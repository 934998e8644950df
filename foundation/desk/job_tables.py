from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.jobs import registry
from foundation.jobs.choices import State
from foundation.screens.filters import ChoiceFilter, DateRangeFilter, Filters, SearchFilter
from foundation.screens.tables import Column, Status, Table

TABLE = Table(
    Column("kind", _("Job"), "label", link=lambda job: reverse("jobs:detail", args=[job.pk]), phone_order=1),
    Column("state", _("State"), lambda job: Status(job.tone, job.get_state_display()), kind="status", phone_order=2),
    Column("requested_by", _("Requested by")),
    Column("sentence", _("Message"), lambda job: job.error or ("" if job.is_finished else job.message)),
    Column("created_at", _("Asked"), kind="datetime", sort="created_at"),
    Column("finished_at", _("Finished"), kind="datetime"),
    Column("started_at", _("Started"), kind="datetime", shown=False),
    Column("attempts", _("Attempts"), kind="number", shown=False),
)


class JobFilters(Filters):
    search = SearchFilter("key", "message", "error", "requested_by__first_name", "requested_by__last_name")
    kind = ChoiceFilter("kind", (), label=_("Job"))
    state = ChoiceFilter("state", State, label=_("State"))
    finished = DateRangeFilter("finished_at", label=_("Finished"), moments=True)

    def __init__(self, data):
        super().__init__(data)
        self.fields["kind"].choices = [("", _("All")), *registry.labels()]

    def apply(self, queryset):
        """What the portal does by itself every minute, and did well, would hide the rest: it is there for who asks."""
        queryset = super().apply(queryset)
        asked = any(self.cleaned_data.values())
        return queryset if asked else queryset.exclude(requested_by=None, state=State.DONE)
