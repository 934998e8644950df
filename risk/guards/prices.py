"""Reference prices come from the central bank, or from two people of risk control; what was said once stays."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import OWN_PERSON, differs, moves_outside
from foundation.records.guards import refuse, refuse_each, refuse_replace, refuse_truncate

from ..choices import PRICE_TRANSITIONS
from .words import in_front

PRICE = "risk_referenceprice"
_FACTS = ("id", "kind", "code", "day", "price", "source", "reason", "made_by_id", "made_at")
_NOT_APPROVED = f"""NEW.state = 'approved' AND OLD.state <> 'approved' AND NOT EXISTS (
  SELECT 1 FROM access_approval a JOIN access_approvalvote v ON v.approval_id = a.id AND v.vote = 'yes'
  WHERE a.subject_table = '{PRICE}' AND a.subject_key = CAST(NEW.id AS text) AND a.state = 'approved'
    AND v.person_id = NEW.approved_by_id AND v.person_id <> NEW.made_by_id)"""

GUARDS = (
    refuse_each(
        "risk_price_new",
        PRICE,
        "INSERT",
        "TRUE",
        (
            ("risk.price_proposed", "NEW.source = 'manual' AND NEW.state <> 'proposed'"),
            ("risk.price_own_name", f"NEW.made_by_id IS DISTINCT FROM {OWN_PERSON}"),
            ("rule.R14", in_front("NEW.made_by_id")),
        ),
    ),
    refuse_each(
        "risk_price_edit",
        PRICE,
        "UPDATE",
        "TRUE",
        (
            ("risk.price_stays", differs(*_FACTS)),
            ("risk.price_stays", moves_outside(PRICE_TRANSITIONS)),
            ("risk.price_stays", f"NEW.state = OLD.state AND {differs('approved_by_id')}"),
            ("risk.price_approval", _NOT_APPROVED),
            ("rule.R14", f"NEW.state = 'approved' AND {in_front('NEW.approved_by_id')}"),
        ),
    ),
    *refuse("risk_price_gone", PRICE, "DELETE", "risk.price_stays"),
    *refuse_truncate(PRICE, "risk.price_stays"),
    refuse_replace(PRICE, "risk.price_stays"),
)

SENTENCES = {
    "rule.R14": _("The front office does not set the prices that its deals are held against."),
    "risk.price_proposed": _("A price set by hand begins as a request that another person approves."),
    "risk.price_own_name": _("A reference price is set in one's own name."),
    "risk.price_stays": _("A reference price stays as it was set."),
    "risk.price_approval": _("A price set by hand holds when a second person approved it, not before."),
}
