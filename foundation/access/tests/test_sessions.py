"""Sessions end: by hand, by a new password, by a new factor, by time and by leaving. Their browsers read why."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from conftest import PASSWORD, fresh
from foundation.access.actions.people import end_employment
from foundation.access.models import User
from foundation.access.sessions import WHY
from foundation.records.actor import acting
from foundation.records.models import AuditEvent

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 Version/18.0 Mobile Safari/604.1"
NEW = "ganz-neues-pferd-2026"


def browser(person, agent=FIREFOX):
    """Signed in as people do it, with e-mail and password."""
    client = Client(headers={"User-Agent": agent})
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def sentence(client, path="/profile/", **more):
    """What the ended browser reads after its next click."""
    page = client.get(path, follow=True, **more)
    return str(page.context["ended"]) if page.context and "ended" in page.context else None


@pytest.fixture
def here(cast):
    return browser(cast.back)


@pytest.fixture
def there(cast, here):
    return browser(cast.back, PHONE)


def test_the_list_names_device_address_and_when_it_was_seen(here, there):
    there.get("/profile/")
    found = here.get("/accounts/sessions/").context["sessions"]
    assert [(one.device, one.address, one.is_current) for one in found] == [
        ("Firefox unter Windows", "127.0.0.1", True),
        ("Safari unter iPhone", "127.0.0.1", False),
    ]
    assert all(one.seen >= one.since - timedelta(seconds=1) for one in found)


def test_one_session_is_ended_and_dead_at_the_next_click(cast, here, there):
    third = browser(cast.back)
    row = UserSession.objects.get(session_key=there.session.session_key)
    here.post("/accounts/sessions/", {"session": row.pk})
    assert sentence(there) == str(WHY["ended"])
    assert third.get("/profile/").status_code == here.get("/profile/").status_code == 200
    event = AuditEvent.objects.get(verb="access.session.ended")
    assert event.person_id == cast.back.pk


def test_all_others_are_ended(here, there):
    here.post("/accounts/sessions/")
    assert sentence(there) == str(WHY["ended"])
    assert here.get("/profile/").status_code == 200


def test_nobody_ends_the_session_of_another(cast, here):
    stranger = browser(cast.second)
    row = UserSession.objects.get(session_key=stranger.session.session_key)
    here.post("/accounts/sessions/", {"session": row.pk})
    assert stranger.get("/profile/").status_code == 200
    assert here.post("/accounts/sessions/", {"session": "x"}).status_code == 404


def new_password(here, cast):
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})


def removed_factor(here, cast):
    with acting("system:test"):
        TOTP.activate(User.objects.get(person=cast.back), generate_totp_secret())
    here.post("/accounts/reauthenticate/", {"password": PASSWORD})
    here.post("/accounts/2fa/totp/deactivate/")


@pytest.mark.parametrize("change", [new_password, removed_factor])
def test_a_changed_secret_ends_the_others(cast, here, there, change):
    change(here, cast)
    assert sentence(there) == str(WHY["secret"])
    assert here.get("/profile/").status_code == 200


def test_who_left_reads_so(cast, here, there):
    end_employment(
        fresh(cast.back), by=fresh(cast.admin), on=timezone.localdate() - timedelta(days=1), reason="Kündigung"
    )
    assert sentence(here) == sentence(there) == str(WHY["left"])


@pytest.mark.parametrize(("field", "ago", "why"), [("seen", 31 * 60, "idle"), ("began", 13 * 3600, "long")])
def test_time_ends_a_session(here, field, ago, why):
    here.get("/profile/")
    session = here.session
    session[field] = time.time() - ago
    session.save()
    assert sentence(here) == str(WHY[why])


def test_an_ended_key_never_comes_back(here, there):
    key = there.session.session_key
    here.post("/accounts/sessions/")
    assert not Session.objects.filter(session_key=key).exists()
    there.cookies["sessionid"] = Session.objects.exclude(session_key=here.session.session_key).get().session_key
    assert there.get("/profile/").status_code == 302  # the farewell is no session


WAYS = [
    ("a page", "get", {}, 302, "next=%2Fprofile%2F%3Ftab%3Drights"),
    ("a form", "post", {"Referer": "http://testserver/accounting/entries/new/"}, 302, "next=%2Faccounting%2Fentries%2Fnew%2F"),
    ("a form from elsewhere", "post", {"Referer": "http://evil.example/x"}, 302, "next=%2F"),
    ("htmx", "get", {"HX-Request": "true"}, 200, "next=%2F"),
    ("a script", "post", {"Sec-Fetch-Dest": "empty"}, 401, None),
]  # fmt: skip


@pytest.mark.parametrize(("what", "method", "headers", "status", "back"), WAYS, ids=[way[0] for way in WAYS])
def test_the_way_back(here, there, what, method, headers, status, back):
    here.post("/accounts/sessions/")
    answer = getattr(there, method)("/profile/?tab=rights", headers=headers)
    assert answer.status_code == status
    target = answer.headers.get("Location") or answer.headers.get("HX-Redirect")
    assert target == (f"/accounts/login/?why=ended&{back}" if back else None)
