"""The page of one's notices."""

from uuid import uuid4

import pytest

from foundation.notices.actions import notify
from foundation.notices.models import Notice
from foundation.notices.queries import hour_of, unread_count, ways_of
from foundation.records.actor import acting


@pytest.fixture
def told(cast, client_of):
    """A browser of the back office, which was told two things; the front office was told one."""
    with acting("system:test"):
        cast.first, cast.second_one = [notify(cast.back, title, "/desk/") for title in ("First", "Second")]
        cast.foreign = notify(cast.front, "Other", "/desk/")
    cast.browser = client_of(cast.back)
    return cast


def shown(browser, query=""):
    return [notice.title for notice in browser.get(f"/notices/{query}").context["rows"]]


def test_opening_a_notice_reads_it_and_leads_to_what_it_tells_of(told):
    answer = told.browser.post(f"/notices/{told.first.pk}/opening/")
    assert (answer.status_code, answer.url) == (302, "/desk/")
    assert (shown(told.browser), shown(told.browser, "?state=unread")) == (["Second", "First"], ["Second"])


def test_all_are_read_at_once_and_those_of_others_stay(told):
    told.browser.post("/notices/read/")
    assert (shown(told.browser, "?state=unread"), unread_count(told.front)) == ([], 1)


def test_nobody_reads_the_notices_of_another(told):
    assert told.browser.post(f"/notices/{told.foreign.pk}/opening/").status_code == 404
    assert Notice.objects.get(pk=told.foreign.pk).read_at is None


def test_everybody_chooses_how_to_hear_of_what_concerns_him(told):
    page = told.browser.get("/profile/notices/")
    ways = {
        "access.deputy": "now", "accounting.recurring": "now", "general": "now", "reports.ready": "digest",
        "reports.schedule": "portal", "workorders.moved": "digest", "workorders.time": "portal",
    }  # fmt: skip
    assert {*page.context["form"].codes} == set(ways)
    answer = told.browser.post("/profile/notices/", {**ways, "hour": "7", "command_id": uuid4()})
    assert (answer.status_code, ways_of(told.back), hour_of(told.back)) == (302, ways, 7)


def test_an_hour_that_there_is_not_is_refused(told):
    sent = {"reports.ready": "fax", "hour": "25", "command_id": uuid4()}
    assert told.browser.post("/profile/notices/", sent).status_code == 422
    assert hour_of(told.back) == 8
