"""What somebody keeps of a list: its columns, saved views, his own and shared ones, and the one that it opens with. A
view is only an address; the list reads it as any other."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve

from foundation.access import policy
from foundation.access.gate import SELF

from .addresses import query_of
from .models import SavedView

PASSING = dict.fromkeys(("view", "after", "before", "format", "panel", "draft"))  # in the address, and not of a view
ASIDE = dict.fromkeys(("format", "panel", "draft"))  # what one asks of a list, and no place in it
ALL = "all"


@dataclass(frozen=True)
class Place:
    """A list that somebody looks at, as its address tells."""

    path: str
    list: str
    asked: QueryDict

    @property
    def query(self):
        """What a view of it holds."""
        return query_of(self.asked, **PASSING)

    def address(self, **changes):
        return f"{self.path}?{query_of(self.asked, **changes)}".rstrip("?")


def place_of(address, person):
    """None where the address leads nowhere inside the portal, or to what this person may not see."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    permission = getattr(match.func, "permission", None)
    open_to = permission == SELF or (permission and policy.can(person, permission))
    if parts.scheme or parts.netloc or not open_to:
        return None
    return Place(parts.path, match.view_name, QueryDict(parts.query))


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    active: bool
    shared: bool = False
    changed: bool = False


class Shelf:
    def __init__(self, request):
        self.path, self.asked, self.person = request.path, request.GET, request.person
        self.list = request.resolver_match.view_name if request.resolver_match else ""

    @cached_property
    def _rows(self):
        found = SavedView.objects.visible_to(self.person).filter(list=self.list) if self.list else []
        return sorted(found, key=lambda view: view.name.casefold())

    @cached_property
    def views(self):
        return {str(view.pk): view for view in self._rows if view.name}

    @cached_property
    def _kept(self):
        return QueryDict(next((view.query for view in self._rows if not view.name), ""))

    @property
    def first(self):
        """The view that the list opens with."""
        return self.views.get(self._kept.get("view"))

    @property
    def active(self):
        return self.views.get(self.asked.get("view"))

    @property
    def columns(self):
        """Names: those in the address, else those that one chose for this list."""
        return [name for name in (self.asked.get("columns") or self._kept.get("columns", "")).split(",") if name]

    @property
    def address(self):
        """The list as it is seen now, also by somebody who has chosen other columns."""
        return f"{self.path}?{query_of(self.asked, columns=','.join(self.columns), **ASIDE)}"

    @property
    def here(self):
        return f"{self.path}?{query_of(self.asked, **ASIDE)}".rstrip("?")

    @property
    def is_changed(self):
        asked = QueryDict(query_of(self.asked, **PASSING))
        return sorted(asked.lists()) != sorted(QueryDict(self.active.query).lists())

    @property
    def whole(self):
        """The address of the whole list; where it opens with a view, that has to be said."""
        return f"{self.path}?view={ALL}" if self.first else self.path

    def tabs(self):
        return [
            Tab("", self.whole, not self.active),
            *(
                Tab(view.name, f"{self.path}?{view.question}", view == self.active, view.shared, self._moved(view))
                for view in self.views.values()
            ),
        ]

    def _moved(self, view):
        return view == self.active and self.is_changed
