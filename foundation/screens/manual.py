"""The manual: pages of Markdown in `docs/manual`, the same in every language, read on paper, in the repository and as
the help of a screen.

The first line of a page names the screens that it is about: `<!-- accounting:entry* accounting:reversal -->`.
"""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from foundation.access.gate import SELF, requires
from foundation.lib.html import html_of_markdown

FOLDER = settings.BASE_DIR / "docs" / "manual"
START = "index"
_PAGE = re.compile(r"<!-- (?P<screens>.*) -->\n+# (?P<title>[^\n]+)\n(?P<text>.*)", re.DOTALL)


@dataclass(frozen=True)
class Topic:
    name: str
    title: str
    screens: tuple[str, ...]
    text: str

    def is_about(self, screen):
        return any(fnmatchcase(screen, pattern) for pattern in self.screens)

    @property
    def url(self):
        return reverse("manual", args=[self.name])


@cache
def topics(language):
    """{name: Topic}"""
    return {path.stem: _read(path) for path in sorted((FOLDER / language).glob("*.md"))}


def topic_about(screen):
    """The topic of a screen, named as its address is; the contents where there is none."""
    known = topics(_language())
    return next((topic for topic in known.values() if topic.is_about(screen)), known[START])


def _read(path):
    parts = _PAGE.fullmatch(path.read_text(encoding="utf-8"))
    return Topic(path.stem, parts["title"], tuple(parts["screens"].split()), parts["text"])


def _language():
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return language if (FOLDER / language).is_dir() else settings.LANGUAGE_CODE


@require_safe
@requires(SELF)
def manual(request, name):
    known = topics(_language())
    if name not in known:
        raise Http404
    topic = known[name]
    context = {
        "topic": topic,
        "text": html_of_markdown(topic.text),
        "contents": None if name == START else known[START],
    }
    return render(request, "screens/manual.html", context)
