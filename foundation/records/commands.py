"""The same form twice does nothing twice."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from foundation.lib.canonical import canonical, sha256_hex
from foundation.lib.errors import Conflict

from .actor import acting
from .models import Command


@dataclass(frozen=True)
class Sent:
    """A form as it was sent: the key that the server put into it, who sent it, under which permission, and its fields."""

    id: UUID
    who: object
    permission: str
    body: dict

    @property
    def body_hash(self):
        return sha256_hex(canonical(self.body))


def run(sent, action):
    """Do `action()` once and return the address it answers; a repetition returns the same address.

    The command row is written in the transaction of the action: both happen or neither.
    """
    with acting(sent.who):
        if not _claim(sent):
            return _answer_of(sent)
        result = action()
        Command.objects.filter(id=sent.id).update(result=result)
        return result


def _claim(sent):
    row = Command(
        id=sent.id, person_id=getattr(sent.who, "pk", None), permission=sent.permission, body_hash=sent.body_hash
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _answer_of(sent):
    known = Command.objects.get(id=sent.id)
    if known.body_hash != sent.body_hash or known.person_id != getattr(sent.who, "pk", None):
        raise Conflict("command.other_body", _("This form was already sent with other content. Please open it again."))
    return known.result
