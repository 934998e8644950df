"""Deputies: all roles together break no rule, for a while only, and nobody passes on what was lent to him (R07)."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.conditions import moves_outside

from ..choices import REQUEST_MOVES
from .approval import unapproved

_TOO_LONG = "{days} >= (SELECT days FROM access_term WHERE code = 'deputy.longest')"
_EDITED = (
    "NEW.id <> OLD.id OR NEW.principal_id <> OLD.principal_id OR NEW.person_id <> OLD.person_id"
    " OR NEW.valid_from <> OLD.valid_from OR NEW.valid_to <> OLD.valid_to OR NEW.reason <> OLD.reason"
    f" OR NEW.requested_by_id <> OLD.requested_by_id OR {moves_outside(REQUEST_MOVES)}"
    " OR OLD.ended_on IS NOT NULL AND NEW.ended_on IS DISTINCT FROM OLD.ended_on"
)
_DECIDED = "(SELECT state FROM access_deputy WHERE id = NEW.deputy_id) <> 'requested'"
_OVERLAPS = "g.valid_from <= d.valid_to AND d.valid_from <= coalesce(g.valid_to, '9999-12-31')"
_NOT_HELD = f"""NOT EXISTS (SELECT 1 FROM access_deputy d JOIN access_rolegrant g ON g.person_id = d.principal_id
  WHERE d.id = NEW.deputy_id AND g.role_id = NEW.role_id AND g.source <> 'deputy' AND {_OVERLAPS})"""
_CLASH = f"""EXISTS (SELECT 1 FROM access_deputy d JOIN access_rolegrant g ON g.person_id = d.person_id
  JOIN access_conflictpair p
    ON (p.role_a_id = NEW.role_id AND p.role_b_id = g.role_id) OR (p.role_b_id = NEW.role_id AND p.role_a_id = g.role_id)
  WHERE d.id = NEW.deputy_id AND {_OVERLAPS})"""


def register():
    guards.register(
        *guards.refuse("deputy_begins", "access_deputy", "INSERT", "access.deputy", "NEW.state <> 'requested'"),
        *guards.refuse(
            "deputy_term",
            "access_deputy",
            "INSERT",
            "access.deputy_term",
            _TOO_LONG.format(days="NEW.valid_to - NEW.valid_from"),
            _TOO_LONG.format(days="julianday(NEW.valid_to) - julianday(NEW.valid_from)"),
        ),
        *guards.refuse("deputy_approved", "access_deputy", "UPDATE", "access.deputy", unapproved("access_deputy")),
        *guards.refuse("deputy_fixed", "access_deputy", "UPDATE", "access.deputy_stays", _EDITED),
        *guards.refuse("deputy_stays", "access_deputy", "DELETE", "access.deputy_stays"),
        *guards.refuse_truncate("access_deputy", "access.deputy_stays"),
        guards.refuse_replace("access_deputy", "access.deputy_stays"),
        *guards.refuse("deputy_role_late", "access_deputy_roles", "INSERT", "access.deputy_stays", _DECIDED),
        *guards.refuse("deputy_role_held", "access_deputy_roles", "INSERT", "access.deputy_held", _NOT_HELD),
        *guards.refuse("deputy_role_clash", "access_deputy_roles", "INSERT", "rule.R07", _CLASH),
        *guards.refuse("deputy_role_stays", "access_deputy_roles", "UPDATE, DELETE", "access.deputy_stays"),
        *guards.refuse_truncate("access_deputy_roles", "access.deputy_stays"),
    )
    guards.sentences(
        rule__R07=_("A deputy receives a role only if all roles together break no rule."),
        access__deputy=_("A deputy stands in when another person approved it, not before."),
        access__deputy_term=_("A deputy stands in for a shorter time. Whoever is away for longer asks anew."),
        access__deputy_held=_(
            "The principal does not hold this role himself in that time. A deputy passes nothing on."
        ),
        access__deputy_stays=_("A deputy stays on record as it was asked for. It can be ended early."),
    )
