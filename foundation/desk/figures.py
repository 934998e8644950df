"""Numbers on the home page: rooms register who counts them."""

from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Literal

from foundation.lib.charts import Point

MOST = 6


@dataclass(frozen=True)
class Figure:
    """A number is as many rows as the list at `url` has; a text is what stands there. `series` is how it came about."""

    label: str
    value: int | str
    note: str = ""
    url: str = ""
    tone: Literal["", "good", "wait", "bad"] = ""
    series: tuple[Point, ...] = ()


_counters = []


def register(counter, order):
    """`counter(person)` yields figures, the most important first, and none for whom they are not meant."""
    _counters.append((order, counter))


def of(person):
    """The first few. They are counted anew for each page, and what is beyond them is not counted at all."""
    in_order = sorted(_counters, key=itemgetter(0))
    return list(islice((figure for _order, counter in in_order for figure in counter(person)), MOST))
