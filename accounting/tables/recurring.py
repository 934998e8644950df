from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Status, Table

from ..choices import OccurrenceState
from .entries import state_of


def occurrence_state(occurrence):
    if occurrence.entry:
        return state_of(occurrence.entry)
    if occurrence.state == OccurrenceState.WRITTEN:
        return Status("neutral", _("draft discarded"))
    if occurrence.state == OccurrenceState.LEFT_OUT:
        return Status("neutral", occurrence.get_state_display())
    return Status("error" if occurrence.problem else "waiting", occurrence.get_state_display())


OCCURRENCES = Table(
    Column(
        "template", _("Template"), value="recurrence.template", link=lambda occurrence: occurrence.get_absolute_url()
    ),
    Column("month", _("Month"), value=lambda occurrence: f"{occurrence.month:%m/%Y}"),
    Column("due", _("Due"), kind="date", sort="due"),
    Column("total", _("Amount"), value="entry.total", kind="amount"),
    Column("state", _("Status"), value=occurrence_state, kind="status"),
    Column("problem", _("Reason")),
    order="-due",
)
