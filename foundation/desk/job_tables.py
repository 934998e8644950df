from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.jobs.choices import State
from foundation.screens.filters import ChoiceFilter, Filters, SearchFilter
from foundation.screens.tables import Column, Status, Table

TABLE = Table(
    Column("kind", _("Job"), link=lambda job: reverse("jobs:detail", args=[job.pk]), phone_order=1),
    Column("state", _("State"), lambda job: Status(job.tone, job.get_state_display()), kind="status", phone_order=2),
    Column("requested_by", _("Requested by")),
    Column("attempts", _("Attempts"), kind="number"),
    Column("created_at", _("Asked"), kind="datetime", sort="created_at"),
    Column("finished_at", _("Finished"), kind="datetime"),
)


class JobFilters(Filters):
    search = SearchFilter("kind", "key", "requested_by__last_name")
    state = ChoiceFilter("state", State, label=_("State"))
