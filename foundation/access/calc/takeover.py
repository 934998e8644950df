"""Who takes over what waited for somebody who has left."""

from dataclasses import dataclass
from itertools import combinations

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


def is_short(missing, able):
    """Whether an approval cannot be decided any more. `missing`: the sides of the votes that it still needs; `able`: for each
    who may still vote, the sides on which he may. "" stands for any side.

    Nobody votes twice, so each group of missing votes needs as many people who may give one of them (Hall's theorem).
    """
    groups = (group for size in range(1, len(missing) + 1) for group in combinations(missing, size))
    return any(sum(not sides.isdisjoint(group) for sides in able) < len(group) for group in groups)
