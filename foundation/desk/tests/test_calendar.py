"""The calendar feed: read without a sign-in by whoever knows the address, with the rights that its person has then."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from conftest import fresh
from foundation.access.actions.roles import end_grant
from foundation.access.models import RoleGrant
from foundation.access.policy import can
from foundation.calendars import feed
from foundation.desk import worklist
from foundation.desk.feeds import create_feed, revoke_feed
from foundation.desk.models import CalendarFeed
from foundation.lib.ical import as_ical
from foundation.organisation.models import Person
from foundation.records.actor import acting
from foundation.records.models import AuditEvent, AuditPayload

LONG = "Überweisung prüfen; Straße, Maß & Öl\nzweite Zeile " + "ä" * 90


@pytest.fixture
def duties(cast, monkeypatch):
    """One for everybody with its name in it, due tomorrow, and one for those who give roles."""
    due = timezone.localdate() + timedelta(days=1)

    def waiting(person):
        yield worklist.WorkItem(f"Pflicht von {person}", "/desk/", "Test", timezone.now(), due)
        yield worklist.WorkItem("Ohne Tag", "/desk/", "Test", timezone.now())
        if can(person, "access.role:view"):
            yield worklist.WorkItem("Nur mit Rolle", "/desk/roles/", "Test", timezone.now(), due)

    monkeypatch.setattr(worklist, "_providers", [waiting])
    cast.due = due
    return cast


def fetch(token, **headers):
    return Client().get(f"/calendar/{token}.ics", headers=headers)


def duties_in(answer):
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return [(str(one["summary"]), one.decoded("dtstart")) for one in events if one["uid"].startswith("work-")]


def test_it_holds_ones_own_duties_and_nobody_elses(duties):
    mine, admins = create_feed(by=fresh(duties.back)), create_feed(by=fresh(duties.admin))
    assert duties_in(fetch(mine)) == [("Pflicht von Bert Buch", duties.due)]
    assert {title for title, _day in duties_in(fetch(admins))} == {"Pflicht von Ada Admin", "Nur mit Rolle"}


def test_whoever_is_signed_in_changes_nothing(duties, client_of):
    token = create_feed(by=fresh(duties.back))
    assert duties_in(client_of(duties.front).get(f"/calendar/{token}.ics")) == duties_in(fetch(token))


def test_a_role_that_ended_takes_its_duties_along(duties):
    token = create_feed(by=fresh(duties.admin2))
    grant = RoleGrant.objects.get(person=duties.admin2, role="admin.access")
    end_grant(grant, by=fresh(duties.admin), on=timezone.localdate() - timedelta(days=1))
    assert [title for title, _day in duties_in(fetch(token))] == ["Pflicht von Anton Admin"]


def left(duties):
    with acting("system:test"):
        Person.objects.filter(pk=duties.back.pk).update(left_on=timezone.localdate() - timedelta(days=1))


ENDS = {
    "who has left": left,
    "revoked": lambda duties: revoke_feed(by=fresh(duties.back)),
    "replaced": lambda duties: create_feed(by=fresh(duties.back)),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_the_address_ends(duties, end):
    token = create_feed(by=fresh(duties.back))
    assert fetch(token).status_code == 200
    end(duties)
    assert [fetch(key).status_code for key in (token, "x" * 43, "")] == [404, 404, 404]


def test_it_may_be_asked_only_so_often(duties, settings):
    settings.MOST_FETCHES = 2
    mine, other = create_feed(by=fresh(duties.back)), create_feed(by=fresh(duties.second))
    assert [fetch(mine).status_code for _time in range(3)] == [200, 200, 429]
    assert fetch(other).status_code == 200


def test_what_did_not_change_is_not_sent_again(duties):
    token = create_feed(by=fresh(duties.back))
    first, second = fetch(token), fetch(token)
    assert (first.content, first["ETag"]) == (second.content, second["ETag"])
    assert fetch(token, if_none_match=first["ETag"]).status_code == 304


def test_the_secret_is_kept_nowhere_and_its_making_is(duties):
    token = create_feed(by=fresh(duties.back))
    made = CalendarFeed.objects.get()
    kept = " ".join(AuditPayload.objects.values_list("after", flat=True))
    assert token not in kept and made.token_hash not in kept
    assert AuditEvent.objects.filter(verb="desk.feed.created", person_id=duties.back.pk).count() == 1
    fetch(token)
    made.refresh_from_db()
    assert made.fetched_at is not None


def test_the_address_is_shown_once_and_revoked_on_the_page(duties, client_of):
    browser = client_of(duties.back)
    page = browser.post("/profile/calendar/", {"command_id": uuid4()}, follow=True)
    address = page.context["address"]
    assert Client().get(address).status_code == 200
    assert browser.get("/profile/calendar/").context["address"] == ""
    browser.post("/profile/calendar/revocation/", {"command_id": uuid4()})
    assert Client().get(address).status_code == 404


def test_umlauts_commas_and_long_lines_come_through():
    day = timezone.localdate()
    event = SimpleNamespace(title=LONG, start=day, url="/desk/")
    content = as_ical("Büro", [("a-1", event)], stamp=timezone.now(), absolute=lambda url: f"https://p.example{url}")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    (read,) = Calendar.from_ical(content).walk("VEVENT")
    found = (read["uid"], str(read["summary"]), read.decoded("dtstart"), read["url"])
    assert found == ("a-1", LONG, day, "https://p.example/desk/")


def test_holidays_are_those_of_the_land_in_ones_language(cast):
    today = timezone.localdate()
    events = feed.events_of(fresh(cast.back), today.replace(month=1, day=1), today.replace(month=12, day=31))
    assert ("holiday", "Tag der Deutschen Einheit", today.replace(month=10, day=3)) in [
        (uid.split("-")[0], event.title, event.start) for uid, event in events
    ]
