from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.choices import AppointmentState, RequestState
from foundation.screens.tables import Column, Status, Table

TONES = {
    RequestState.REQUESTED: "waiting",
    RequestState.GRANTED: "done",
    RequestState.REFUSED: "error",
    RequestState.WITHDRAWN: "neutral",
    AppointmentState.PLANNED: "waiting",
}


def state_of_deputy(deputy):
    today = timezone.localdate()
    if deputy.state != RequestState.GRANTED:
        return Status(TONES[deputy.state], deputy.get_state_display())
    if deputy.last_day < today:
        return Status("neutral", _("ended"))
    return Status("done", _("in force")) if deputy.valid_from <= today else Status("waiting", _("approved"))


def state_of_leave(leave):
    today = timezone.localdate()
    if leave.cancelled_at:
        return Status("neutral", _("cancelled"))
    if leave.valid_to < today:
        return Status("done", _("taken"))
    return Status("running", _("in force")) if leave.valid_from <= today else Status("waiting", _("planned"))


def state_of_term(term):
    if not term.waiting:
        return Status("done", _("in force"))
    return Status("waiting", _("{days} wait for approval").format(days=term.waiting[0].new_days))


DEPUTIES = Table(
    Column("deputy", _("Deputy"), str, link=lambda row: reverse("desk:deputy", args=[row.pk])),
    Column("roles", _("Roles"), value=lambda row: ", ".join(map(str, row.roles.all()))),
    Column("valid_from", _("From"), kind="date", sort="valid_from"),
    Column("last_day", _("Until"), kind="date"),
    Column("reason", _("Reason")),
    Column("state", _("State"), state_of_deputy, kind="status"),
    order="-valid_from",
)
POSITIONS = Table(
    Column("name", _("Name"), value="name", sort="name", link=lambda row: reverse("desk:edit_position", args=[row.pk])),
    Column("unit", _("Unit"), value="unit.name"),
    Column("head", _("Head"), value=lambda row: row.unit.head),
    Column("roles", _("Roles"), value=lambda row: ", ".join(map(str, row.roles.all()))),
    order="name",
)
UNITS = Table(
    Column("name", _("Unit"), value="name", sort="name", link=lambda row: reverse("desk:name_head", args=[row.pk])),
    Column("side", _("Side"), value=lambda row: row.get_side_display()),
    Column("parent", _("Belongs to"), value=lambda row: row.parent.name if row.parent else "", shown=False),
    Column("head", _("Head"), value="head"),
    order="name",
)
BLOCK_LEAVES = Table(
    Column("person", _("Person"), str, link=lambda row: reverse("desk:block_leave", args=[row.pk])),
    Column("valid_from", _("From"), kind="date", sort="valid_from"),
    Column("valid_to", _("Until"), kind="date"),
    Column("planned_by", _("Planned by")),
    Column("state", _("State"), state_of_leave, kind="status"),
    order="-valid_from",
)
TERMS = Table(
    Column("term", _("Term"), str, sort="code", link=lambda row: reverse("desk:change_term", args=[row.pk])),
    Column("days", _("Days"), kind="number"),
    Column("state", _("State"), state_of_term, kind="status"),
    order="term",
)
