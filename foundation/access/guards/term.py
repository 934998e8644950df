"""The days that rules of separation ask for, which nobody changes alone."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.conditions import moves_outside

from ..choices import REQUEST_MOVES
from .approval import unapproved

_NOT_GRANTED = """NEW.code <> OLD.code OR NEW.days <> OLD.days AND NOT EXISTS (
  SELECT 1 FROM access_termchange c
  WHERE c.id = (SELECT max(id) FROM access_termchange WHERE term_id = OLD.code AND state = 'granted')
    AND c.old_days = OLD.days AND c.new_days = NEW.days)"""
_CHANGE_EDITED = (
    "NEW.id <> OLD.id OR NEW.term_id <> OLD.term_id OR NEW.old_days <> OLD.old_days OR NEW.new_days <> OLD.new_days"
    " OR NEW.reason <> OLD.reason OR NEW.requested_by_id <> OLD.requested_by_id"
    f" OR {moves_outside(REQUEST_MOVES)}"
)


def register():
    guards.register(
        *guards.refuse("term_approved", "access_term", "UPDATE", "access.term", _NOT_GRANTED),
        *guards.refuse("term_stays", "access_term", "DELETE", "access.term"),
        *guards.refuse_truncate("access_term", "access.term"),
        *guards.refuse("term_change_begins", "access_termchange", "INSERT", "access.term", "NEW.state <> 'requested'"),
        *guards.refuse(
            "term_change_approved",
            "access_termchange",
            "UPDATE",
            "access.term",
            unapproved("access_termchange", other_than=("requested_by_id",)),
        ),
        *guards.refuse("term_change_fixed", "access_termchange", "UPDATE", "access.term_change_stays", _CHANGE_EDITED),
        *guards.refuse("term_change_stays", "access_termchange", "DELETE", "access.term_change_stays"),
        *guards.refuse_truncate("access_termchange", "access.term_change_stays"),
    )
    guards.sentences(
        access__term=_("A term changes when a second administrator approved it, not before."),
        access__term_change_stays=_("The change of a term stays on record as it was asked for."),
    )
