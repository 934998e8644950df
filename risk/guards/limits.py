"""Limits are set and approved by two people of the risk side, and what once held is never written over."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import OWN_PERSON, differs, moves_outside
from foundation.records.guards import refuse, refuse_each, refuse_replace, refuse_truncate

from ..choices import LIMIT_TRANSITIONS
from .words import in_front, two_at_once

LIMIT = "risk_limit"
_FACTS = (
    "id", "company_id", "kind", "counterparty_id", "product", "trader_id", "desk_id", "country", "amount", "valid_from",
    "valid_to", "reason", "made_by_id", "made_at",
)  # fmt: skip
_SAME_THING = " AND ".join(
    f"o.{column} IS NOT DISTINCT FROM NEW.{column}"
    for column in ("company_id", "kind", "counterparty_id", "product", "trader_id", "desk_id", "country")
)
_NOT_APPROVED = f"""NEW.state = 'approved' AND NOT EXISTS (
  SELECT 1 FROM access_approval a JOIN access_approvalvote v ON v.approval_id = a.id AND v.vote = 'yes'
  WHERE a.subject_table = '{LIMIT}' AND a.subject_key = CAST(NEW.id AS text) AND a.state = 'approved'
    AND v.person_id = NEW.approved_by_id AND v.person_id <> NEW.made_by_id)"""
_CAUSED_BY = (
    "EXISTS (SELECT 1 FROM risk_limitbreach b JOIN risk_exposure e ON e.id = b.exposure_id"
    f" JOIN {LIMIT} o ON o.id = b.limit_id WHERE {_SAME_THING} AND e.trader_id = NEW.{{who}})"
)

GUARDS = (
    refuse_each(
        "risk_limit_new",
        LIMIT,
        "INSERT",
        "TRUE",
        (
            ("risk.limit_asked", "NEW.state <> 'asked'"),
            ("risk.limit_own_name", f"NEW.made_by_id IS DISTINCT FROM {OWN_PERSON}"),
            ("rule.R11", in_front("NEW.made_by_id")),
            ("rule.R02", _CAUSED_BY.format(who="made_by_id")),
        ),
    ),
    refuse_each(
        "risk_limit_edit",
        LIMIT,
        "UPDATE",
        "TRUE",
        (
            ("risk.limit_stays", differs(*_FACTS)),
            ("risk.limit_stays", moves_outside(LIMIT_TRANSITIONS)),
            (
                "risk.limit_stays",
                "OLD.state = 'approved' AND ("
                + differs("approved_by_id", "holds_from")
                + " OR coalesce(NEW.holds_to, '9999-12-31') > coalesce(OLD.holds_to, '9999-12-31'))",
            ),
            ("risk.limit_approval", _NOT_APPROVED),
            ("rule.R11", f"NEW.state = 'approved' AND OLD.state = 'asked' AND {in_front('NEW.approved_by_id')}"),
            ("rule.R02", f"NEW.state = 'approved' AND OLD.state = 'asked' AND {_CAUSED_BY.format(who='approved_by_id')}"),
            ("risk.limit_once", two_at_once(LIMIT, _SAME_THING)),
        ),
    ),
    *refuse("risk_limit_gone", LIMIT, "DELETE", "risk.limit_stays"),
    *refuse_truncate(LIMIT, "risk.limit_stays"),
    refuse_replace(LIMIT, "risk.limit_stays"),
)  # fmt: skip

SENTENCES = {
    "rule.R11": _("The front office neither sets nor changes limits."),
    "rule.R02": _("You caused this yourself. Somebody else has to decide."),
    "risk.limit_asked": _("A limit begins as a request that another person approves."),
    "risk.limit_own_name": _("A limit is set in one's own name."),
    "risk.limit_stays": _("A limit stays as it was set. A change is a new version of it."),
    "risk.limit_approval": _("A limit holds when a second person approved it, not before."),
    "risk.limit_once": _("Another version of this limit holds on these days."),
}
