from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.approvals import kind_of, title_of, what_is_missing
from foundation.access.choices import ApprovalState
from foundation.screens.tables import Column, Status, Table

TONES = {
    ApprovalState.PENDING: "waiting",
    ApprovalState.APPROVED: "done",
    ApprovalState.REJECTED: "error",
    ApprovalState.WITHDRAWN: "neutral",
    ApprovalState.VOID: "neutral",
}


def employment(person):
    if person.is_employed(timezone.localdate()):
        return Status("done", _("active"))
    return Status("neutral", _("left") if person.left_on else _("not yet joined"))


def state_of(approval):
    """Where only one vote is missing, it says whose."""
    missing = what_is_missing(approval)
    return Status(TONES[approval.state], missing[0] if len(missing) == 1 else approval.get_state_display())


PEOPLE = Table(
    Column(
        "name", _("Name"), value=str, sort="last_name", link=lambda person: reverse("desk:person", args=[person.pk])
    ),
    Column("unit", _("Unit"), value="unit.name"),
    Column("job_title", _("Job title")),
    Column("email", _("E-mail"), sort="email"),
    Column("joined_on", _("Joined"), kind="date", sort="joined_on"),
    Column("state", _("State"), value=employment, kind="status"),
    Column("phone", _("Phone"), shown=False),
    Column("company", _("Company"), shown=False, relation="company"),
    Column("left_on", _("Left"), kind="date", shown=False),
    order="name",
)
ROLES = Table(
    Column("name", _("Role"), value=str, link=lambda role: reverse("desk:role", args=[role.pk])),
    Column("code", _("Code"), sort="code"),
    Column("side", _("Side"), value=lambda role: role.get_side_display(), sort="side"),
    Column("holders", _("Holders"), kind="number"),
    order="code",
)
GRANTS = Table(
    Column("person", _("Person"), link=lambda grant: f"{reverse('desk:person', args=[grant.person_id])}?tab=roles"),
    Column("role", _("Role")),
    Column("company", _("Only in company"), shown=False),
    Column("valid_from", _("From"), kind="date", sort="valid_from"),
    Column("valid_to", _("Until"), kind="date", sort="valid_to"),
    Column("approved_by", _("Approved by")),
    Column("reason", _("Reason")),
    order="-valid_from",
)
APPROVALS = Table(
    Column("title", _("Subject"), title_of, link=lambda approval: reverse("desk:approval", args=[approval.pk])),
    Column("kind", _("Kind"), lambda approval: kind_of(approval).label),
    Column("maker", _("Asked by"), value="maker"),
    Column("asked_at", _("Asked"), kind="datetime", sort="asked_at"),
    Column("decided_at", _("Decided"), kind="datetime"),
    Column("state", _("State"), value=state_of, kind="status"),
    order="-asked_at",
)
AUDIT = Table(
    Column("at", _("Time"), kind="datetime", link=lambda event: reverse("desk:event", args=[event.pk])),
    Column("who", _("Who"), value=lambda event: event.who or event.actor),
    Column("what", _("What"), value=lambda event: event.verb or event.get_operation_display()),
    Column("table", _("Table")),
    Column("key", _("Key")),
    Column("reason", _("Reason")),
)
