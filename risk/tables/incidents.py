from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Status, Table

from ..choices import IncidentState

TONES = {IncidentState.REPORTED: "waiting", IncidentState.ANALYSED: "posted", IncidentState.CLOSED: "done"}


def incident_state(incident):
    return Status(TONES[incident.state], incident.get_state_display())


def loss(name):
    """What it cost is known once it is analysed."""
    return lambda incident: None if incident.state == IncidentState.REPORTED else getattr(incident, name)


INCIDENTS = Table(
    Column("number", _("Number"), kind="link", sort="number", link=lambda incident: incident.get_absolute_url()),
    Column("what", _("What happened"), value="short"),
    Column("happened_on", _("Happened"), kind="date", sort="happened_on"),
    Column("unit", _("Where"), roomy=True),
    Column("event_type", _("Type of event"), value=lambda row: row.get_event_type_display(), roomy=True),
    Column("gross", _("Gross loss"), value=loss("gross"), kind="amount", sort="gross", roomy=True),
    Column("net", _("Net loss"), value=loss("net"), kind="amount"),
    Column("state", _("State"), value=incident_state, kind="status"),
    Column("estimate", _("Estimated loss"), kind="amount", shown=False),
    Column("recoveries", _("Recovered"), value=loss("recoveries"), kind="amount", shown=False),
    Column("business_line", _("Business line"), value=lambda row: row.get_business_line_display(), shown=False),
    Column("near_miss", _("Near miss"), value=lambda row: _("yes") if row.near_miss else "", shown=False),
    Column("found_on", _("Found"), kind="date", shown=False),
    Column("booked_on", _("Booked"), kind="date", shown=False),
    Column("cause", _("Cause"), shown=False),
    Column("measure", _("Measure"), shown=False),
    Column("owner", _("Owner"), shown=False, relation="owner"),
    Column("reported_by", _("Reported by"), shown=False, relation="reported_by"),
    Column("reported_at", _("Reported"), kind="datetime", sort="reported_at", shown=False),
)
MATERIAL = Table(
    Column("set_at", _("Set on"), kind="datetime"),
    Column("amount", _("Material from"), kind="amount"),
    Column("reason", _("Reason")),
    Column("set_by", _("Set by")),
)
