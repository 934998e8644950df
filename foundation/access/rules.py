"""Object rules that several rooms use. Each answers a Deny, or None where it has no objection."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.dates import format_date

from .decisions import Deny


def not_the_maker(person, obj, at):
    """R03: the approver is another person than the maker. Compared by person, not by login."""
    if obj is not None and getattr(obj, "maker_id", None) == person.pk:
        return Deny("R03", _("The one who asked does not approve. Another person has to look at it."))
    return None


def not_own_work(person, obj, at):
    """R02, R04: nobody reviews what he made or edited himself, however long ago and whatever his post is today."""
    if obj is not None and person.pk in getattr(obj, "made_by_ids", ()):
        return Deny("R02", _("You made or changed this yourself. Another person has to look at it, for ever."))
    return None


def not_former_desk(person, obj, at):
    """R02: objects of a desk that the person left are barred until the cool-off is over."""
    desk, on = getattr(obj, "desk_id", None), timezone.localdate(at)
    for cool_off in _cool_offs_of(person) if desk else ():
        if cool_off.unit_id == desk and cool_off.valid_from <= on <= cool_off.valid_to:
            sentence = _("This belongs to your former desk, which is barred for you until {day}.")
            return Deny("R02", sentence.format(day=format_date(cool_off.valid_to)))
    return None


def _cool_offs_of(person):
    """Read once per loaded person, like the grants."""
    if "_cool_offs" not in person.__dict__:
        person._cool_offs = list(person.cool_offs.all())
    return person._cool_offs
