from django.utils.translation import gettext_lazy as _

from foundation.access.choices import Glass
from foundation.screens.tables import Column, Status, Table

from .emergencies import address_of

TONES = {Glass.REQUESTED: "waiting", Glass.OPEN: "error", Glass.ENDED: "done"}


def state_of(glass):
    return Status(TONES.get(glass.state, "neutral"), glass.get_state_display())


def review_of(glass):
    if glass.reviewer_id:
        return Status("done" if glass.finding == "in_order" else "error", glass.get_finding_display())
    return Status("waiting", _("to be reviewed")) if glass.begun_at else None


EMERGENCIES = Table(
    Column("name", _("Emergency rights"), str, link=address_of),
    Column("reason", _("Reason")),
    Column("begun_at", _("Begun"), kind="datetime", sort="begun_at"),
    Column("minutes", _("Minutes"), kind="number"),
    Column("state", _("State"), state_of, kind="status"),
    Column("review", _("Review"), review_of, kind="status"),
    Column("reviewer", _("Reviewer")),
    Column("review_due", _("Due"), kind="date", shown=False),
)
