"""Search across everything: departments register what can be found; a person finds what `visible_to` shows, nothing else.

Names are found folded, by how they sound and with one slip; numbers by their beginning.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from django.db.models import Model, Q, QuerySet

from foundation.access import policy
from foundation.lib.text import one_slip, words

from . import search_words
from .models import SearchWord

SHORTEST = 2
MOST_WORDS = 6
MOST = 200  # candidates among which the nearest are chosen
ENOUGH = 1000  # keys of names among which these are looked for first


@dataclass(frozen=True)
class Provider:
    """`rows(person)` begins with `visible_to`. `names` are columns whose words are kept for searching; `numbers(person,
    text)` yields conditions, the surest first. `kind` stands in the address of all hits of this kind."""

    kind: str
    label: str
    icon: str
    permission: str
    model: type[Model]
    rows: Callable[..., QuerySet]
    title: Callable = str
    subtitle: Callable = lambda row: ""
    address: Callable = lambda row: row.get_absolute_url()
    names: tuple[str, ...] = ()
    numbers: Callable = lambda person, text: ()


@dataclass(frozen=True)
class Hit:
    title: str
    subtitle: str
    url: str


@dataclass(frozen=True)
class Group:
    """The hits of one kind; `more` says that there are others behind them."""

    provider: Provider
    hits: list[Hit]
    more: bool


_providers: dict[str, Provider] = {}


def register(*providers):
    for provider in providers:
        _providers[provider.kind] = provider
        if provider.names:
            search_words.keep(provider.model, provider.names)


def find(person, text, *, kind="", start=0, limit=5):
    """Groups of hits, each kind with `limit` from `start` on; kinds without a hit and kinds one may not see are left out."""
    query = Query(person, text)
    if query.is_short:
        return []
    found = [
        (provider, _rows(provider, query, start + limit + 1))
        for provider in _providers.values()
        if kind in ("", provider.kind) and policy.can(person, provider.permission)
    ]
    return [_group(provider, rows[start:], limit) for provider, rows in found if rows[start:]]


def nearness(asked, name):
    """How near the words of a name that was found come to the words asked for; the smaller, the nearer."""
    return sum(min(_distance(word, other) for other in name) for word in asked)


def _distance(word, other):
    if word == other:
        return 0
    if other.startswith(word):
        return 1
    return 2 if one_slip(word, other) else 3


class Query:
    def __init__(self, person, text):
        self.person = person
        self.text = " ".join(text.replace("\0", " ").split())[:100]
        self.words = [word[: search_words.LONGEST] for word in words(self.text)][:MOST_WORDS]

    @property
    def is_short(self):
        return len(self.text) < SHORTEST

    def exactly(self):
        return [[Q(word__begins=word)] for word in self.words]

    def about(self):
        return [[Q(word__begins=word), Q(word__in=self._alike.get(word, ()))] for word in self.words]

    @cached_property
    def _alike(self):
        return search_words.alike(self.words)


def _rows(provider, query, limit):
    """Numbers first, of each the newest, then names as they are written, then names like them - as soon as there are
    enough, no more."""
    rows = provider.rows(query.person)
    found = {}
    for condition in provider.numbers(query.person, query.text):
        found |= {row.pk: row for row in rows.filter(condition).order_by("-pk")[:limit]}
    if provider.names and query.words:
        for ask in (query.exactly, query.about):
            if len(found) < limit:
                near = [row for row in _named(provider, rows, ask()) if row.pk not in found]
                near.sort(key=lambda row: nearness(query.words, search_words.words_of(row)))
                found |= {row.pk: row for row in near}
    return list(found.values())[:limit]


def _named(provider, rows, asked):
    """Rows that have, for each word, one of what is asked. The words alone say which, and of the names that thousands
    share the first are enough; only for whom may not see those the words are asked for all of them."""
    keys = _keys(provider, asked)
    first = list(keys[:ENOUGH])
    found = list(rows.filter(pk__in=first).order_by("pk")[:MOST])
    if len(found) < MOST and len(first) == ENOUGH:
        return rows.filter(pk__in=keys.order_by()).order_by("pk")[:MOST]
    return found


def _keys(provider, asked):
    of_table = Q(table_name=provider.model._meta.db_table)  # in each part of the "or", or SQLite reads the whole table
    words = [SearchWord.objects.filter(reduce(or_, (of_table & one for one in any_of))) for any_of in asked]
    first, *others = (kept.values_list("row_key", flat=True) for kept in words)
    return (first.intersection(*others) if others else first.distinct()).order_by("row_key")


def _group(provider, rows, limit):
    hits = [Hit(provider.title(row), provider.subtitle(row), provider.address(row)) for row in rows[:limit]]
    return Group(provider, hits, more=len(rows) > limit)
