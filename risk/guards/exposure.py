"""What a deal took up stays as it was; only its state moves. A breach is decided, never taken away."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import OWN_PERSON, differs, moves_outside
from foundation.records.guards import refuse, refuse_each, refuse_replace, refuse_truncate

from ..choices import BREACH_TRANSITIONS, EXPOSURE_TRANSITIONS
from .words import in_front

EXPOSURE, BREACH = "risk_exposure", "risk_limitbreach"
_TAKEN = (
    "id", "company_id", "subject_table", "subject_key", "counterparty_id", "product", "trader_id", "desk_id", "country",
    "amount", "until", "at",
)  # fmt: skip
_BROKEN = ("id", "exposure_id", "limit_id", "limit_amount", "used", "after", "opened_at")
_OPEN_BREACH = f"EXISTS (SELECT 1 FROM {BREACH} WHERE exposure_id = NEW.id AND state = 'open')"
_OWN_DEAL = f"NEW.decided_by_id = (SELECT trader_id FROM {EXPOSURE} WHERE id = NEW.exposure_id)"
_DECIDED = f"NEW.decided_by_id IS NOT NULL AND {differs('decided_by_id', 'decided_at')}"

GUARDS = (
    *refuse("risk_exposure_new", EXPOSURE, "INSERT", "risk.exposure_stays", "NEW.state NOT IN ('counting', 'blocked')"),
    refuse_each(
        "risk_exposure_edit",
        EXPOSURE,
        "UPDATE",
        "TRUE",
        (
            ("risk.exposure_stays", f"{differs(*_TAKEN)} OR {moves_outside(EXPOSURE_TRANSITIONS)}"),
            ("risk.still_open", f"OLD.state = 'blocked' AND NEW.state = 'counting' AND {_OPEN_BREACH}"),
        ),
    ),
    *refuse("risk_exposure_gone", EXPOSURE, "DELETE", "risk.exposure_stays"),
    *refuse_truncate(EXPOSURE, "risk.exposure_stays"),
    refuse_replace(EXPOSURE, "risk.exposure_stays"),
    *refuse("risk_breach_new", BREACH, "INSERT", "risk.breach_stays", "NEW.state <> 'open'"),
    refuse_each(
        "risk_breach_edit",
        BREACH,
        "UPDATE",
        "TRUE",
        (
            ("risk.breach_stays", f"{differs(*_BROKEN)} OR {moves_outside(BREACH_TRANSITIONS)}"),
            ("risk.breach_stays", f"NEW.state = OLD.state AND {differs('reason', 'tolerated_until', 'decided_by_id', 'decided_at')}"),
            ("rule.R02", f"{_DECIDED} AND {_OWN_DEAL}"),
            ("rule.R11", f"{_DECIDED} AND {in_front('NEW.decided_by_id')}"),
            ("risk.breach_own_name", f"{_DECIDED} AND NEW.decided_by_id IS DISTINCT FROM {OWN_PERSON}"),
        ),
    ),
    *refuse("risk_breach_gone", BREACH, "DELETE", "risk.breach_stays"),
    *refuse_truncate(BREACH, "risk.breach_stays"),
    refuse_replace(BREACH, "risk.breach_stays"),
)  # fmt: skip

SENTENCES = {
    "risk.exposure_stays": _("What a deal took up of the limits stays as it was. It can be released, not changed."),
    "risk.still_open": _("The deal is blocked until risk control has decided each broken limit."),
    "risk.breach_stays": _("A limit breach stays on record as it happened. Risk control decides it once."),
    "risk.breach_own_name": _("A limit breach is decided in one's own name."),
}
