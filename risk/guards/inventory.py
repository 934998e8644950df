"""Risks are never taken away, accepted only by two people, and frozen years stay as they were."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import OWN_PERSON, differs, moves_outside
from foundation.records.guards import append_only, refuse, refuse_each, refuse_replace, refuse_truncate

from ..choices import ACCEPTANCE_TRANSITIONS

RISK, ACCEPTANCE, SNAPSHOT = "risk_risk", "risk_acceptance", "risk_risksnapshot"
_ACCEPTED = f"EXISTS (SELECT 1 FROM {ACCEPTANCE} a WHERE a.risk_id = NEW.id AND a.state = 'approved')"
_NOT_APPROVED = f"""NEW.state = 'approved' AND NOT EXISTS (
  SELECT 1 FROM access_approval a JOIN access_approvalvote v ON v.approval_id = a.id AND v.vote = 'yes'
  WHERE a.subject_table = '{ACCEPTANCE}' AND a.subject_key = CAST(NEW.id AS text) AND a.state = 'approved'
    AND v.person_id = NEW.approved_by_id AND v.person_id <> NEW.made_by_id)"""

GUARDS = (
    *refuse("risk_risk_new", RISK, "INSERT", "risk.acceptance", "NEW.treatment = 'accept'"),
    refuse_each(
        "risk_risk_edit",
        RISK,
        "UPDATE",
        "TRUE",
        (
            ("risk.risk_stays", differs("id", "company_id")),
            ("risk.acceptance", f"NEW.treatment = 'accept' AND OLD.treatment <> 'accept' AND NOT {_ACCEPTED}"),
        ),
    ),
    *refuse("risk_risk_gone", RISK, "DELETE", "risk.risk_stays"),
    *refuse_truncate(RISK, "risk.risk_stays"),
    refuse_replace(RISK, "risk.risk_stays"),
    refuse_each(
        "risk_acceptance_new",
        ACCEPTANCE,
        "INSERT",
        "TRUE",
        (
            ("risk.acceptance", "NEW.state <> 'asked'"),
            ("risk.acceptance", f"NEW.made_by_id IS DISTINCT FROM {OWN_PERSON}"),
        ),
    ),
    refuse_each(
        "risk_acceptance_edit",
        ACCEPTANCE,
        "UPDATE",
        "TRUE",
        (
            ("risk.acceptance_stays", differs("id", "risk_id", "until", "reason", "made_by_id", "made_at")),
            ("risk.acceptance_stays", moves_outside(ACCEPTANCE_TRANSITIONS)),
            ("risk.acceptance_stays", f"NEW.state = OLD.state AND {differs('approved_by_id')}"),
            ("risk.acceptance", _NOT_APPROVED),
        ),
    ),
    *refuse("risk_acceptance_gone", ACCEPTANCE, "DELETE", "risk.acceptance_stays"),
    *refuse_truncate(ACCEPTANCE, "risk.acceptance_stays"),
    refuse_replace(ACCEPTANCE, "risk.acceptance_stays"),
    *append_only(SNAPSHOT, "risk.snapshot_stays"),
)

SENTENCES = {
    "risk.risk_stays": _("A risk stays in the inventory. What is no longer there is marked so."),
    "risk.acceptance": _("A risk is accepted when a second person has approved it, until a day."),
    "risk.acceptance_stays": _("What was asked and agreed to stays as it was."),
    "risk.snapshot_stays": _("A frozen inventory stays as it was."),
}
