"""Who takes over what waited for somebody who has left."""

from dataclasses import dataclass

from ..choices import Way

ORDER = tuple(Way)


@dataclass(frozen=True)
class Candidate:
    """`may`: no rule forbids him to go on with it. `own`: he asked for it or receives it."""

    who: object
    way: Way
    may: bool
    own: bool = False


def taker(candidates):
    """The first, in the order of the ways, whom no rule forbids it. Where all are forbidden an administrator finds somebody,
    rather not one whose own matter it is. None where nobody is left at all."""
    able = [one for one in candidates if one.may or one.way == Way.ADMINISTRATOR]
    return min(able, key=lambda one: (ORDER.index(one.way), one.own), default=None)


def is_short(*, needed, given, able):
    """Whether an approval cannot be decided any more: so many votes it needs, so many it has, so many may still vote."""
    return given + able < needed
