"""The address with which somebody signs in."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.audit import NOT_FOR_THE_LAW
from foundation.records.conditions import moves_outside

from ..choices import REQUEST_MOVES
from .approval import unapproved

_UNAPPROVED = unapproved("access_addresschange")
_ADDRESS_EDITED = (
    "NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id OR NEW.requested_by_id <> OLD.requested_by_id"
    f" OR {moves_outside(REQUEST_MOVES)}"
    f" OR (NEW.old_email <> OLD.old_email OR NEW.new_email <> OLD.new_email) AND {NOT_FOR_THE_LAW}"
)
# Only the last granted change counts, so none of them serves twice.
_NOT_GRANTED = f"""NEW.email <> OLD.email AND {NOT_FOR_THE_LAW} AND NOT EXISTS (
  SELECT 1 FROM access_addresschange c
  WHERE c.id = (SELECT max(id) FROM access_addresschange WHERE person_id = {{person}} AND state = 'granted')
    AND c.old_email = OLD.email AND c.new_email = NEW.email)"""
_SIGNS_IN = "EXISTS (SELECT 1 FROM access_user WHERE person_id = OLD.id)"
_FOREIGN_ADDRESS = "NEW.email <> (SELECT email FROM access_user WHERE id = NEW.user_id)"


def register():
    guards.register(
        *guards.refuse(
            "address_begins", "access_addresschange", "INSERT", "access.address", "NEW.state <> 'requested'"
        ),
        *guards.refuse(
            "address_approved",
            "access_addresschange",
            "UPDATE",
            "access.address",
            _UNAPPROVED,
        ),
        *guards.refuse("address_fixed", "access_addresschange", "UPDATE", "access.address_stays", _ADDRESS_EDITED),
        *guards.refuse("address_stays", "access_addresschange", "DELETE", "access.address_stays"),
        *guards.refuse_truncate("access_addresschange", "access.address_stays"),
        *guards.refuse(
            "address_of_login", "access_user", "UPDATE", "access.address", _NOT_GRANTED.format(person="OLD.person_id")
        ),
        *guards.refuse(
            "login_of_person", "access_user", "UPDATE", "access.address", "NEW.person_id IS DISTINCT FROM OLD.person_id"
        ),
        guards.refuse_replace("access_user", "access.address"),
        *guards.refuse(
            "address_of_person",
            "organisation_person",
            "UPDATE",
            "access.address",
            f"{_NOT_GRANTED.format(person='OLD.id')} AND {_SIGNS_IN}",
        ),
        *guards.refuse("address_of_mail", "account_emailaddress", "INSERT, UPDATE", "access.address", _FOREIGN_ADDRESS),
    )
    guards.sentences(
        access__address=_("The address of a sign-in changes when a second administrator approved it, not before."),
        access__address_stays=_("The change of a sign-in address stays on record as it was asked for."),
    )
