"""What stands in a person's calendar feed. Rooms register who knows of something."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Event:
    """On a day, or at a moment. `uid` stays the same as long as it is the same event; `url` leads into the portal."""

    uid: str
    title: str
    start: date | datetime
    url: str = ""


@dataclass(frozen=True)
class Provider:
    """`events(person, first, last)` begins with what this person may see today."""

    code: str
    label: str
    events: Callable


_providers: dict[str, Provider] = {}


def register(provider):
    _providers[provider.code] = provider


def labels():
    return [provider.label for provider in _providers.values()]


def events_of(person, first, last):
    """Of days from `first` to `last`, in the order of the days."""
    found = [
        (f"{provider.code}-{event.uid}", event)
        for provider in _providers.values()
        for event in provider.events(person, first, last)
    ]
    return sorted(found, key=lambda pair: (f"{pair[1].start:%Y-%m-%d}", pair[0]))
