from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.queries.recertification import coverage
from foundation.screens.tables import Column, Status, Table


def state_of(campaign):
    if campaign.closed_on:
        return Status("done", _("closed"))
    if campaign.due_on < timezone.localdate():
        return Status("error", _("overdue"))
    return Status("running", _("under way"))


def _signed(campaign):
    counted = coverage(campaign)
    return f"{counted.percent} %"


RECERTIFICATIONS = Table(
    Column("name", _("Recertification"), str, link=lambda row: reverse("desk:recertification", args=[row.pk])),
    Column("reviewer", _("Reviewer"), value="reviewer"),
    Column("started_on", _("Started"), kind="date", sort="started_on"),
    Column("due_on", _("Due"), kind="date", sort="due_on"),
    Column("count", _("Roles"), kind="number"),
    Column("coverage", _("Coverage"), _signed, kind="number"),
    Column("state", _("State"), state_of, kind="status"),
    Column("closed_on", _("Closed"), kind="date", shown=False),
)
