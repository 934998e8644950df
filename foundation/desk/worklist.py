"""What waits for a person: rooms register who knows of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

SOON = timedelta(days=7)


@dataclass(frozen=True)
class WorkItem:
    """`due` is its last day, if there is one; `taken_from` who left it behind."""

    title: str
    url: str
    kind: str
    since: datetime
    due: date | None = None
    taken_from: str = ""

    @property
    def is_overdue(self):
        return self.due is not None and self.due < timezone.localdate()


_providers = []
_takeovers = []


def register(provider):
    """`provider(person) -> list[WorkItem]`."""
    _providers.append(provider)


def register_takeovers(provider):
    """What he took over by name; where another provider tells of the same, it is said there."""
    _takeovers.append(provider)


def of(person):
    """Asked once per loaded person: menu, badge and page show the same."""
    if "_work" not in person.__dict__:
        items = [item for provider in _providers for item in provider(person)]
        taken = {item.url: item for provider in _takeovers for item in provider(person)}
        person._work = in_order(merged(items, taken), timezone.localdate())
    return person._work


def merged(items, taken):
    """`taken` is {address: item}. What waits anyway waits once, and says from whom it comes."""
    told = [replace(item, taken_from=taken[item.url].taken_from) if item.url in taken else item for item in items]
    known = {item.url for item in items}
    return told + [item for url, item in taken.items() if url not in known]


def in_order(items, today):
    """What is due within the week, the overdue before it; then what has no day, the oldest first; then what has time."""

    def rank(item):
        has_time = item.due is not None and item.due > today + SOON
        return (2 if has_time else 1 if item.due is None else 0, item.due or date.min, item.since)

    return sorted(items, key=rank)


def count(person):
    return len(of(person))
