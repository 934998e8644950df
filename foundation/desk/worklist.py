"""What waits for a person: rooms register who knows of it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class WorkItem:
    """`kind` is the heading it stands under; `due` a day, if there is one."""

    title: str
    url: str
    kind: str
    since: datetime
    due: date | None = None


_providers = []


def register(provider):
    """`provider(person) -> list[WorkItem]`."""
    _providers.append(provider)


def of(person):
    """The oldest first. Asked once per loaded person: menu, badge and page show the same."""
    if "_work" not in person.__dict__:
        items = [item for provider in _providers for item in provider(person)]
        person._work = sorted(items, key=lambda item: item.since)
    return person._work


def count(person):
    return len(of(person))


def grouped(person):
    groups = {}
    for item in of(person):
        groups.setdefault(item.kind, []).append(item)
    return groups
