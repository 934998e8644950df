"""R25: the front office asks, answers and confirms; only the back office accepts, works and closes."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.decisions import Deny
from foundation.access.policy import grants_of, roles_of
from foundation.organisation.choices import Side

from .errors import OWN_MATTER

HEAD = "back.head"


def stands_on(person, side):
    return any(grant.role.side == side for grant in grants_of(person, timezone.localdate()))


def not_asked_oneself(person, obj, at):
    if getattr(obj, "requester_id", None) == person.pk:
        return Deny("R25", OWN_MATTER)
    return None


def of_own_team(person, obj, at):
    """The head of the back office works in all of its teams."""
    team = getattr(obj, "team_id", None)
    if team and team != person.unit_id and HEAD not in roles_of(person):
        return Deny("R20", _("This work order belongs to another team."))
    return None


def of_own_desk(person, obj, at):
    desk = getattr(obj, "desk_id", None)
    if desk and desk != person.unit_id and getattr(obj, "requester_id", None) != person.pk:
        return Deny("R20", _("This work order belongs to another desk."))
    return None


def of_the_asker(person, obj, at):
    """When the one who asked has left, his desk speaks for him."""
    if getattr(obj, "requester_id", person.pk) == person.pk:
        return None
    if not obj.requester.is_employed(timezone.localdate(at)) and obj.desk_id == person.unit_id:
        return None
    return Deny("R25", _("Only who asked for the work confirms, reopens or cancels it."))


def of_either_side(person, obj, at):
    """Both sides write to each other, each for its own desk or team."""
    return of_own_desk(person, obj, at) if stands_on(person, Side.FRONT) else of_own_team(person, obj, at)
