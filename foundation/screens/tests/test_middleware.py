from datetime import UTC, date, datetime

import pytest
from django.http import HttpResponse
from django.template import RequestContext, Template
from django.utils.translation import override

from foundation.lib.errors import BusinessError
from foundation.screens.middleware import BusinessErrorMiddleware

pytestmark = pytest.mark.urls("foundation.screens.tests.urls")


def test_a_rule_that_says_no_becomes_a_page_with_its_sentence(ask, db):
    answer = BusinessErrorMiddleware(None).process_exception(ask(), BusinessError("period.closed", "May is closed."))
    assert answer.status_code == 409
    assert "May is closed." in answer.content.decode()


def test_other_errors_are_not_ours(ask):
    assert BusinessErrorMiddleware(None).process_exception(ask(), KeyError("x")) is None


def test_what_signed_in_people_see_is_kept_by_no_cache(ask, hire):
    answer = BusinessErrorMiddleware(lambda request: HttpResponse())
    assert answer(ask(person=hire("Ada Sommer")))["Cache-Control"] == "no-store"
    assert "Cache-Control" not in answer(ask())
    assert answer(ask())["Vary"] == "HX-Request, HX-Target"


def render(text, request, **values):
    return Template(text).render(RequestContext(request, values))


def test_the_tags_write_addresses_amounts_and_times(ask):
    request = ask("?a=1&after=x%26y")
    assert render('{% query_replace sort="-b" after=None %}', request) == "?a=1&amp;sort=-b"
    assert render('{% query_replace a="&" after="" %}', request) == "?a=%26"
    with override("de"):
        assert render("{{ value|amount }}", request, value=-123456) == "-1.234,56"
    with override("en"):
        assert render("{{ value|amount }}{{ none|amount }}", request, value=-123456, none=None) == "-1,234.56"
    assert render("{{ value|day }}", request, value=date(2026, 7, 1)) == "01.07.2026"
    assert render("{{ value|moment }}", request, value=datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "02.07.2026 00:30"
    assert 'aria-hidden="true"><use href="' in render('{% icon "x" %}', request)
