"""Ways on from the page of one thing to what another room does about it. Rooms above the page register theirs."""

from collections.abc import Callable
from dataclasses import dataclass

from foundation.access import policy


@dataclass(frozen=True)
class Way:
    """`url(row)`; not there for whom the permission is denied."""

    label: str
    url: Callable
    permission: str
    icon: str = "arrow-right"


_ways: dict[str, list[Way]] = {}


def register(model, way):
    _ways.setdefault(model._meta.db_table, []).append(way)


def of(person, row):
    """[(way, address)] for this person."""
    ways = _ways.get(row._meta.db_table, ())
    return [(way, way.url(row)) for way in ways if policy.can(person, way.permission)]
