"""Appointments: the roles of a position come when those who answer for them and the administration said yes."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.conditions import moves_outside

from ..choices import APPOINTMENT_MOVES

_FIXED = (
    "NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id OR NEW.position_id <> OLD.position_id"
    " OR NEW.valid_from <> OLD.valid_from OR NEW.appointed_by_id <> OLD.appointed_by_id"
    " OR OLD.requested_by_id IS NOT NULL AND NEW.requested_by_id IS DISTINCT FROM OLD.requested_by_id"
    f" OR {moves_outside(APPOINTMENT_MOVES)}"
    " OR OLD.moved_at IS NOT NULL AND NEW.moved_at IS DISTINCT FROM OLD.moved_at"
)
_UNAPPROVED = """NEW.state = 'granted' AND (
  SELECT count(DISTINCT a.kind) FROM access_approval a
  JOIN access_approvalvote v ON v.approval_id = a.id AND v.vote = 'yes' AND v.person_id <> NEW.person_id
    AND v.person_id <> NEW.requested_by_id
  WHERE a.subject_table = 'access_appointment' AND a.subject_key = CAST(NEW.id AS text) AND a.state = 'approved') < 2"""


def register():
    guards.register(
        *guards.refuse(
            "appointment_begins", "access_appointment", "INSERT", "access.appointment", "NEW.state <> 'planned'"
        ),
        *guards.refuse("appointment_approved", "access_appointment", "UPDATE", "access.appointment", _UNAPPROVED),
        *guards.refuse("appointment_fixed", "access_appointment", "UPDATE", "access.appointment_stays", _FIXED),
        *guards.refuse("appointment_stays", "access_appointment", "DELETE", "access.appointment_stays"),
        *guards.refuse_truncate("access_appointment", "access.appointment_stays"),
    )
    guards.sentences(
        access__appointment=_("The roles of a position come with two approvals of different people, not before."),
        access__appointment_stays=_("An appointment stays on record as it was made."),
    )
