"""The command palette: pages, actions and hits behind one field. Rooms register their actions in `apps.ready()`."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.access import policy
from foundation.lib.text import one_slip, words

from . import menu, search
from .models import SavedView
from .shelf import place_of

SHORTEST_SLIP = 4


@dataclass(frozen=True)
class Action:
    label: str
    url_name: str
    permission: str
    icon: str


@dataclass(frozen=True)
class Choice:
    title: str
    url: str
    icon: str
    subtitle: str = ""


@dataclass(frozen=True)
class Section:
    label: str
    choices: list[Choice]


_actions: dict[str, Action] = {}
_offers: list = []


def action(label, url_name, permission="", icon="player-play"):
    """Something that one can begin from everywhere; not there for whom its permission is denied."""
    _actions[url_name] = Action(label, url_name, permission, icon)


def offer(choices):
    """`choices(person)`: actions of things that this person keeps. They come when one types, so there may be many."""
    _offers.append(choices)


def sections(request, text):
    """What the palette offers for a text; without one, the actions and the pages of this person by department."""
    if not words(text):
        return [Section(_("Actions"), _offered(request.person)), *_departments(request)]
    pages = [choice for section in _departments(request) for choice in section.choices]
    found = [
        Section(_("Pages"), [choice for choice in pages if fits(text, f"{choice.title} {choice.subtitle}")]),
        Section(_("Views"), _saved_views(request.person, text)),
        Section(_("Actions"), [choice for choice in _beginnings(request.person) if fits(text, str(choice.title))]),
        *(_hits(group) for group in search.find(request.person, text)),
    ]
    return [section for section in found if section.choices]


def fits(text, label):
    """Whether each word of the text begins a word of the label, or is one slip away from it."""
    there = words(label)
    return all(any(_meant(word, other) for other in there) for word in words(text))


def _meant(word, other):
    return other.startswith(word) or (len(word) >= SHORTEST_SLIP and one_slip(word, other))


def _departments(request):
    return [
        Section(
            section.label,
            [Choice(link.label, link.url, link.icon or section.icon, section.label) for link in section.entries],
        )
        for section in menu.for_request(request)
    ]


def _saved_views(person, text):
    """Those whose list the person may see, and which is not the list of one thing."""
    views = [view for view in SavedView.objects.visible_to(person).named() if fits(text, view.name)]
    addresses = [(view, view.get_absolute_url()) for view in views]
    return [Choice(view.name, url, "list-check") for view, url in addresses if url and place_of(url, person)]


def _offered(person):
    return [
        Choice(action.label, reverse(action.url_name), action.icon)
        for action in _actions.values()
        if not action.permission or policy.can(person, action.permission)
    ]


def _beginnings(person):
    return [*_offered(person), *(choice for choices in _offers for choice in choices(person))]


def _hits(group):
    choices = [Choice(hit.title, hit.url, group.provider.icon, hit.subtitle) for hit in group.hits]
    return Section(group.provider.label, choices)
