"""The menu: departments register entries in `apps.ready()`; a person sees those that lead somewhere for them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from foundation.access import policy


@dataclass(frozen=True)
class Department:
    code: str
    label: str
    icon: str
    order: int


@dataclass(frozen=True)
class Entry:
    """`permission` empty: for everyone who is signed in. `badge(person)` is the number of things that wait there; `also` names
    pages that belong to it and have another address."""

    label: str
    url_name: str
    permission: str = ""
    icon: str = ""
    order: int = 0
    badge: Callable | None = None
    also: tuple[str, ...] = ()

    def is_for(self, person):
        return not self.permission or policy.can(person, self.permission)

    @cached_property
    def url(self):
        return reverse(self.url_name)

    @cached_property
    def urls(self):
        return tuple(map(reverse, (self.url_name, *self.also)))

    @property
    def place(self):
        return f"badge-{self.url_name.replace(':', '-')}" if self.badge else ""


@dataclass
class Link:
    label: str
    url: str
    icon: str
    badge: str  # the place of its number, which `badges_for` counts
    urls: tuple[str, ...]  # of its pages
    active: bool = False


@dataclass
class Section:
    label: str
    icon: str
    entries: list[Link] = field(default_factory=list)

    @property
    def active(self):
        return any(link.active for link in self.entries)


_registered: dict[Department, dict[str, Entry]] = {}


def register(department, entries):
    """Several rooms may fill one department; an address is registered once."""
    _registered.setdefault(department, {}).update({entry.url_name: entry for entry in entries})


def for_request(request):
    if request.person is None:
        return []
    sections = [
        Section(department.label, department.icon, _links(entries.values(), request.person))
        for department, entries in sorted(_registered.items(), key=lambda item: item[0].order)
    ]
    sections = [section for section in sections if section.entries]
    _mark_active([link for section in sections for link in section.entries], request.path)
    return sections


def _links(entries, person):
    return [
        Link(entry.label, entry.url, entry.icon, entry.place, entry.urls)
        for entry in sorted(entries, key=lambda entry: entry.order)
        if entry.is_for(person)
    ]


def badges_for(person):
    """(place, number) of each entry that counts something."""
    entries = [entry for entries in _registered.values() for entry in entries.values()]
    return [(entry.place, entry.badge(person)) for entry in entries if entry.badge and entry.is_for(person)]


def _mark_active(links, path):
    """The entry whose address begins the path; of several the longest. The home page is only itself."""
    here = [
        (len(url), number)
        for number, link in enumerate(links)
        for url in link.urls
        if path == url or (url != "/" and path.startswith(url))
    ]
    if here:
        links[max(here)[1]].active = True
