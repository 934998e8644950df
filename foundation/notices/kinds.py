"""What notices are about. Rooms register their kinds; each person chooses how to hear of one."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can

from .choices import Way


@dataclass(frozen=True)
class Kind:
    """`way` counts until somebody chooses. `fixed`: what concerns one's own sign-in is told at once, whatever one likes.
    With a `permission` only those who hold it are asked."""

    code: str
    label: str
    way: Way = Way.NOW
    fixed: bool = False
    permission: str = ""


GENERAL = Kind("general", _("Other things"), Way.PORTAL)
_kinds = {GENERAL.code: GENERAL}


def register(*kinds):
    _kinds.update({kind.code: kind for kind in kinds})


def of(code):
    return _kinds[code]


def label_of(code):
    """Also of old notices, whose kind nobody registers any more."""
    return _kinds.get(code, GENERAL).label


def offered_to(person):
    """What a person may choose about."""
    return [
        kind
        for kind in sorted(_kinds.values(), key=lambda kind: (kind is GENERAL, str(kind.label)))
        if not kind.fixed and (not kind.permission or can(person, kind.permission))
    ]
