"""Written exceptions for very small firms: which pairs may never be opened, for how long, and by whose yes."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.conditions import moves_outside

from ..choices import REQUEST_MOVES
from .approval import unapproved

NEVER_OPENED = ("R03", "R08", "R09", "R15", "R16", "R21")
_NEVER = ", ".join(f"'{rule}'" for rule in NEVER_OPENED)
PROFILE = """coalesce((SELECT profile FROM access_profilechange WHERE id = (
  SELECT max(id) FROM access_profilechange WHERE state = 'granted')), 'standard')"""
# For a pair `p` of conflicting roles, the grant NEW and the grant `g`: the days that both hold lie inside an approved exception.
COVERED = f"""(p.rule NOT IN ({_NEVER}) AND EXISTS (
  SELECT 1 FROM access_separationexception e WHERE e.person_id = NEW.person_id AND e.state = 'granted'
    AND e.role_a_id = p.role_a_id AND e.role_b_id = p.role_b_id
    AND (e.valid_from <= NEW.valid_from OR e.valid_from <= g.valid_from)
    AND (NEW.valid_to <= e.valid_to OR g.valid_to <= e.valid_to)))"""

_UNOPENABLE = f"""NOT EXISTS (SELECT 1 FROM access_conflictpair p WHERE p.role_a_id = NEW.role_a_id
  AND p.role_b_id = NEW.role_b_id AND p.rule NOT IN ({_NEVER}))"""
_TOO_LONG_PG = "NEW.valid_to - NEW.valid_from > 90"
_TOO_LONG_SQLITE = "julianday(NEW.valid_to) - julianday(NEW.valid_from) > 90"
_NO_BOARD = """NEW.state = 'granted' AND OLD.state <> 'granted' AND NOT EXISTS (
  SELECT 1 FROM access_approval a JOIN access_approvalvote v ON v.approval_id = a.id AND v.vote = 'yes'
  JOIN access_rolegrant g ON g.person_id = v.person_id AND g.role_id IN ('board.front', 'board.back')
  WHERE a.subject_table = 'access_separationexception' AND a.subject_key = CAST(NEW.id AS text))"""
_EDITED = (
    "NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id OR NEW.role_a_id <> OLD.role_a_id"
    " OR NEW.role_b_id <> OLD.role_b_id OR NEW.valid_from <> OLD.valid_from OR NEW.valid_to > OLD.valid_to"
    " OR NEW.reason <> OLD.reason OR NEW.control <> OLD.control OR NEW.requested_by_id <> OLD.requested_by_id"
    f" OR {moves_outside(REQUEST_MOVES)}"
)
_NOT_SMALL = f"NEW.state = 'granted' AND OLD.state <> 'granted' AND {PROFILE} <> 'small'"
# Ended before the grants that lean on it are, an exception would leave a conflict behind.
_STILL_NEEDED = """NEW.state = 'granted' AND NEW.valid_to < OLD.valid_to AND EXISTS (
  SELECT 1 FROM access_rolegrant a JOIN access_rolegrant b ON a.person_id = b.person_id
  WHERE a.person_id = NEW.person_id AND a.role_id = NEW.role_a_id AND b.role_id = NEW.role_b_id
    AND a.valid_from <= coalesce(b.valid_to, '9999-12-31') AND b.valid_from <= coalesce(a.valid_to, '9999-12-31')
    AND coalesce(a.valid_to, '9999-12-31') > NEW.valid_to AND coalesce(b.valid_to, '9999-12-31') > NEW.valid_to)"""
_PROFILE_EDITED = (
    "NEW.id <> OLD.id OR NEW.profile <> OLD.profile OR NEW.reason <> OLD.reason"
    f" OR NEW.requested_by_id <> OLD.requested_by_id OR {moves_outside(REQUEST_MOVES)}"
)
_PROFILE_UNAPPROVED = """NEW.state = 'granted' AND NOT EXISTS (
  SELECT 1 FROM access_approval a
  JOIN access_approvalvote v ON v.approval_id = a.id AND v.vote = 'yes' AND v.person_id <> NEW.requested_by_id
  WHERE a.subject_table = 'access_profilechange' AND a.subject_key = CAST(NEW.id AS text) AND a.state = 'approved')"""


def register():
    exception, profile = "access_separationexception", "access_profilechange"
    begins = "NEW.state <> 'requested'"
    guards.register(
        *guards.refuse("exception_begins", exception, "INSERT", "access.exception", begins),
        *guards.refuse("exception_openable", exception, "INSERT", "access.never_opened", _UNOPENABLE),
        *guards.refuse("exception_short", exception, "INSERT", "access.too_long", _TOO_LONG_PG, _TOO_LONG_SQLITE),
        *guards.refuse("exception_small", exception, "UPDATE", "access.not_small", _NOT_SMALL),
        *guards.refuse("exception_approved", exception, "UPDATE", "access.exception", unapproved(exception)),
        *guards.refuse("exception_of_board", exception, "UPDATE", "access.exception", _NO_BOARD),
        *guards.refuse("exception_fixed", exception, "UPDATE", "access.exception", _EDITED),
        *guards.refuse("exception_needed", exception, "UPDATE", "access.exception_needed", _STILL_NEEDED),
        *guards.refuse("exception_stays", exception, "DELETE", "access.exception"),
        *guards.refuse_truncate(exception, "access.exception"),
        *guards.refuse("profile_begins", profile, "INSERT", "access.profile", begins),
        *guards.refuse("profile_approved", profile, "UPDATE", "access.profile", _PROFILE_UNAPPROVED),
        *guards.refuse("profile_fixed", profile, "UPDATE", "access.profile", _PROFILE_EDITED),
        *guards.refuse("profile_stays", profile, "DELETE", "access.profile"),
        *guards.refuse_truncate(profile, "access.profile"),
    )
    guards.sentences(
        access__exception=_("An exception holds as it was approved by the management. It can be ended, not changed."),
        access__never_opened=_("These two roles need no exception, or their rule is never opened."),
        access__too_long=_("An exception holds for ninety days at most."),
        access__not_small=_("Exceptions are written only where the profile is that of a very small firm."),
        access__exception_needed=_("First the role that leans on the exception has to be ended."),
        access__profile=_("The profile changes when a second person approved it, and stays on record."),
    )
