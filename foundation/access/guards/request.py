"""What a role request asked for stays what was approved: nobody has one role approved and is granted another."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.audit import NOT_FOR_THE_LAW
from foundation.records.conditions import differs, moves_outside

from ..choices import REQUEST_MOVES
from .approval import unapproved

REQUEST = "access_rolerequest"
_ASKED = (
    "id", "person_id", "role_id", "company_id", "unit_id", "valid_from", "valid_to", "requested_by_id",
    "appointment_id", "requested_at",
)  # fmt: skip
# The roles of a position are asked for together, before anybody approves them.
_TOO_LATE = """NEW.appointment_id IS NOT NULL AND EXISTS (SELECT 1 FROM access_approval a
  WHERE a.subject_table = 'access_appointment' AND a.subject_key = CAST(NEW.appointment_id AS text))"""


def register():
    guards.register(
        guards.refuse_each(
            "request_new",
            REQUEST,
            "INSERT",
            "TRUE",
            (("access.request_begins", "NEW.state <> 'requested'"), ("access.request_stays", _TOO_LATE)),
        ),
        guards.refuse_each(
            "request_edit",
            REQUEST,
            "UPDATE",
            "TRUE",
            (
                ("access.request_stays", differs(*_ASKED)),
                ("access.request_stays", f"NEW.reason <> OLD.reason AND {NOT_FOR_THE_LAW}"),
                ("access.request_stays", moves_outside(REQUEST_MOVES)),
                ("access.request_begins", f"NEW.appointment_id IS NULL AND ({unapproved(REQUEST)})"),
            ),
        ),
        *guards.refuse("request_stays", REQUEST, "DELETE", "access.request_stays"),
        *guards.refuse_truncate(REQUEST, "access.request_stays"),
        guards.refuse_replace(REQUEST, "access.request_stays"),
    )
    guards.sentences(
        access__request_begins=_("A role request waits until another person has approved it."),
        access__request_stays=_("A role request stays as it was asked for. Please ask anew."),
    )
