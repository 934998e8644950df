"""A report stays as it was written; its analysis moves until it is closed."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import OWN_PERSON, differs, moves_outside
from foundation.records.guards import append_only, refuse, refuse_each, refuse_replace, refuse_truncate

from ..choices import INCIDENT_TRANSITIONS
from .words import in_front

INCIDENT, MATERIAL = "risk_incident", "risk_materialloss"
_REPORT = (
    "id", "company_id", "number", "what", "happened_on", "unit_id", "estimate", "done", "reported_by_id", "reported_at",
)  # fmt: skip
_ANALYSIS = (
    "near_miss", "event_type", "business_line", "gross", "recoveries", "found_on", "booked_on", "cause", "measure", "owner_id",
    "subject_table", "subject_key", "analysed_by_id",
)  # fmt: skip

GUARDS = (
    refuse_each(
        "risk_incident_new",
        INCIDENT,
        "INSERT",
        "TRUE",
        (
            ("risk.incident_reported", "NEW.state <> 'reported'"),
            ("risk.incident_own_name", f"NEW.reported_by_id IS DISTINCT FROM {OWN_PERSON}"),
        ),
    ),
    refuse_each(
        "risk_incident_edit",
        INCIDENT,
        "UPDATE",
        "TRUE",
        (
            ("risk.incident_stays", differs(*_REPORT)),
            ("risk.incident_stays", moves_outside(INCIDENT_TRANSITIONS)),
            ("risk.incident_closed", f"NEW.state = 'closed' AND {differs(*_ANALYSIS)}"),
            ("risk.incident_own_name", f"{differs(*_ANALYSIS)} AND NEW.analysed_by_id IS DISTINCT FROM {OWN_PERSON}"),
            ("risk.incident_front", f"{differs(*_ANALYSIS)} AND {in_front('NEW.analysed_by_id')}"),
            (
                "risk.incident_own_name",
                f"NEW.state = 'closed' AND OLD.state <> 'closed' AND NEW.closed_by_id IS DISTINCT FROM {OWN_PERSON}",
            ),
        ),
    ),
    *refuse("risk_incident_gone", INCIDENT, "DELETE", "risk.incident_stays"),
    *refuse_truncate(INCIDENT, "risk.incident_stays"),
    refuse_replace(INCIDENT, "risk.incident_stays"),
    *append_only(MATERIAL, "risk.threshold_stays"),
)

SENTENCES = {
    "risk.incident_reported": _("An incident begins with its report."),
    "risk.incident_own_name": _("Incidents are reported, analysed and closed in one's own name."),
    "risk.incident_stays": _("The report of an incident stays as it was written."),
    "risk.incident_closed": _("This incident is closed. Open it again to change what was found out."),
    "risk.incident_front": _("The front office reports incidents; risk control analyses them."),
    "risk.threshold_stays": _("A threshold stays on record. A change is a new row."),
}
