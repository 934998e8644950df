"""The daily risk report is put together of sections. Rooms register theirs in `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """`build(company, day)` is a `Section` of a report, in the language that is active."""

    code: str
    order: int
    build: Callable


_parts: dict[str, Part] = {}


def register(*parts):
    for part in parts:
        _parts[part.code] = part


def build(company, day):
    return tuple(part.build(company, day) for part in sorted(_parts.values(), key=lambda part: (part.order, part.code)))
