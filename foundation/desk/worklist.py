"""What waits for a person: rooms register who knows of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

SOON = timedelta(days=7)


@dataclass(frozen=True)
class WorkItem:
    """`due` is its last day, if there is one."""

    title: str
    url: str
    kind: str
    since: datetime
    due: date | None = None

    @property
    def is_overdue(self):
        return self.due is not None and self.due < timezone.localdate()


_providers = []


def register(provider):
    """`provider(person) -> list[WorkItem]`."""
    _providers.append(provider)


def of(person):
    """Asked once per loaded person: menu, badge and page show the same."""
    if "_work" not in person.__dict__:
        person._work = in_order([item for provider in _providers for item in provider(person)], timezone.localdate())
    return person._work


def in_order(items, today):
    """What is due within the week, the overdue before it; then what has no day, the oldest first; then what has time."""

    def rank(item):
        has_time = item.due is not None and item.due > today + SOON
        return (2 if has_time else 1 if item.due is None else 0, item.due or date.min, item.since)

    return sorted(items, key=rank)


def count(person):
    return len(of(person))
