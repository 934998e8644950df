import pytest
from django.test import override_settings

from foundation.screens import menu
from foundation.screens.context import Shell, shell
from foundation.screens.menu import Department, Entry


@pytest.fixture(autouse=True)
def departments(monkeypatch):
    monkeypatch.setattr(menu, "_registered", {})
    with override_settings(ROOT_URLCONF="foundation.screens.tests.urls"):
        menu.register(
            Department("books", "Books", "book", 20),
            [
                Entry("Drafts", "drafts", order=2, badge=lambda person: 3),
                Entry("Entries", "entries", order=1),
                Entry("Secret", "mfa_index", "accounting.entry:post", order=0, badge=lambda person: 7),
            ],
        )
        menu.register(
            Department("hidden", "Hidden", "lock", 15), [Entry("Hidden", "mfa_index", "accounting.entry:post")]
        )
        menu.register(Department("start", "Start", "home", 10), [Entry("Home", "home", also=("search",))])
        yield


def seen(request):
    return [
        (section.label, [(link.label, link.url, link.badge, link.active) for link in section.entries])
        for section in menu.for_request(request)
    ]


def test_a_person_sees_only_what_leads_somewhere(hire, ask):
    request = ask(person=hire("Ada Sommer"))
    request.path = "/"
    assert seen(request) == [
        ("Start", [("Home", "/", "", True)]),
        ("Books", [("Entries", "/entries/", "", False), ("Drafts", "/entries/drafts/", "badge-drafts", False)]),
    ]
    assert menu.badges_for(request.person) == [("badge-drafts", 3)]


@pytest.mark.parametrize(
    ("path", "active"),
    [
        ("/entries/7/", ["Entries"]),
        ("/entries/drafts/7/", ["Drafts"]),
        ("/elsewhere/", []),
        ("/", ["Home"]),
        ("/search/7/", ["Home"]),
    ],
)
def test_the_longest_address_that_fits_is_where_one_is(hire, ask, path, active):
    request = ask(person=hire("Ada Sommer"))
    request.path = path
    links = [link for section in menu.for_request(request) for link in section.entries]
    assert [link.label for link in links if link.active] == active


def test_nothing_is_asked_of_the_database_for_strangers(ask, django_assert_num_queries, db):
    stranger = shell(ask())["shell"]
    with django_assert_num_queries(0):
        shown = [getattr(stranger, name) for name in ("person", "menu", "unread", "company", "side", "theme")]
    assert shown == [None, [], 0, None, "neutral", "auto"]


def test_a_strangers_theme_is_kept_in_a_cookie(ask):
    for cookie, theme in [("dark", "dark"), ("light", "light"), ("<script>", "auto")]:
        request = ask()
        request.COOKIES["theme"] = cookie
        assert Shell(request).theme == theme
