"""The manual knows every page, in both languages."""

import re

import pytest
from django.conf import settings
from django.urls import get_resolver
from django.utils import translation

from foundation.access.middleware import FOREIGN_VIEWS
from foundation.screens.manual import START, topic_about, topics

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LINK = re.compile(r"\]\((\w+)\.md\)")


def names(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif pattern.name:
            yield namespace + pattern.name


def test_every_language_has_the_same_pages_about_the_same_screens():
    first, *others = [{name: topic.screens for name, topic in topics(code).items()} for code in LANGUAGES]
    assert all(other == first for other in others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_is_told_of_once(language):
    about = {
        name: [topic.name for topic in topics(language).values() if topic.is_about(name)]
        for name in names(get_resolver())
    }
    assert {name: found for name, found in about.items() if len(found) != 1 and name not in FOREIGN_VIEWS} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_links_lead_to_pages_and_the_contents_name_them_all(language):
    known = topics(language)
    assert {link for topic in known.values() for link in LINK.findall(topic.text)} <= set(known)
    assert set(LINK.findall(known[START].text)) | {START} == set(known)


@pytest.mark.parametrize(("language", "word"), [("de", "Handbuch"), ("en", "Manual")])
def test_a_page_speaks_the_language_of_its_reader(cast, client_of, language, word):
    browser = client_of(cast.back)
    browser.post("/preferences/", {"language": language})
    page = browser.get("/manual/entries.md").content.decode()
    assert word in page
    assert "<code>Alt N</code>" in page
    with translation.override(language):
        assert topic_about("accounting:entry_edit").url == "/manual/entries.md"
    assert browser.get("/manual/nothing.md").status_code == 404
