"""Looking as another person: what it shows, what it refuses, how it ends. And what a session must have proved (R26)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from conftest import fresh
from foundation.access.actions.roles import request_role
from foundation.access.decisions import Denied
from foundation.access.gate import check
from foundation.access.models import Approval, Role, User, Viewing
from foundation.access.policy import can
from foundation.access.proof import Proof
from foundation.records.actor import acting
from foundation.records.models import AuditEvent


def look(client, person, reason="Er sieht die Liste nicht"):
    address = reverse("desk:view_as")
    return client.post(address, {"command_id": uuid4(), "person": person.pk, "reason": reason})


@pytest.fixture
def looking(cast, secure_client_of):
    client = secure_client_of(cast.admin)
    assert look(client, cast.back).status_code == 302
    return client


def test_the_pages_are_those_of_the_other_person(cast, looking):
    page = looking.get("/").content.decode()
    assert "Ada Admin" in page
    assert reverse("accounting:entries") in page
    assert looking.get("/desk/people/").status_code == 403


REFUSED = ["/accounts/2fa/", "/accounts/sessions/", "/accounts/password/change/", "/admin/"]


@pytest.mark.parametrize("address", REFUSED)
def test_no_secret_is_shown(cast, looking, address):
    assert looking.get(address).status_code == 403


@pytest.mark.parametrize(
    "address", ["/accounting/entries/new/", "/profile/notices/", "/desk/viewing/", "/preferences/"]
)
def test_nothing_is_written(cast, looking, address):
    answer = looking.post(address, {"command_id": uuid4()})
    assert answer.status_code == 403
    assert "R21" in answer.content.decode()


def test_both_names_stand_in_the_trail(cast, looking):
    event = AuditEvent.objects.select_related("payload").get(verb="access.viewing.begun")
    assert event.person_id == cast.admin.pk
    assert all(name in event.payload.after for name in ("Ada Admin", "Bert Buch"))


def test_one_stops_by_hand(cast, looking):
    looking.post(reverse("desk:end_viewing"))
    assert looking.get("/desk/people/").status_code == 200
    assert Viewing.objects.get().ended_at is not None


@pytest.mark.parametrize("seconds", [-31 * 60, 3600])
def test_it_ends_after_half_an_hour_and_when_the_clock_goes_back(cast, looking, seconds):
    """The session has seen a moment that lies an hour ahead of the clock; or the half hour is over."""
    if seconds > 0:
        session = looking.session
        session["viewing_seen"] = (timezone.now() + timedelta(seconds=seconds)).timestamp()
        session.save()
    else:
        viewing = Viewing.objects.get()
        with acting("system:test"):
            again = Viewing.objects.create(
                viewer=viewing.viewer,
                person=viewing.person,
                reason="x",
                began_at=timezone.now() + timedelta(seconds=seconds),
            )
        session = looking.session
        session["viewing"] = again.pk
        session.save()
    assert looking.get("/desk/people/").status_code == 200


@pytest.mark.parametrize(
    ("who", "whom", "status"), [("admin", "other", 409), ("auditor", "other", 302), ("admin", "auditor", 409)]
)
def test_personal_files_are_not_for_administrators(cast, secure_client_of, who, whom, status):
    assert look(secure_client_of(getattr(cast, who)), getattr(cast, whom)).status_code == status


def test_nobody_else_looks(cast, client_of):
    for name in ("front", "back", "manager"):
        assert client_of(getattr(cast, name)).get(reverse("desk:view_as")).status_code == 403


# --- R26 -------------------------------------------------------------------------------------------------------------


class Asked:
    """A request as far as the proof reads it."""

    def __init__(self, user, session, method="POST"):
        self.user, self.session, self.method = user, session, method


MFA = {"account_authentication_methods": [{"method": "mfa", "at": 9e9, "reauthenticated": True}]}
OLD = {"account_authentication_methods": [{"method": "mfa", "at": 1.0, "reauthenticated": True}]}


@pytest.mark.parametrize(
    ("session", "method", "rule"),
    [({}, "GET", "R26"), ({}, "POST", "R26"), (OLD, "GET", None), (OLD, "POST", "stale"), (MFA, "POST", None)],
)
def test_the_policy_itself_asks_for_a_second_factor_and_a_fresh_sign_in(cast, session, method, rule):
    person = fresh(cast.admin)
    person.proof = Proof(Asked(User.objects.get(person=person), session, method))
    assert getattr(can(person, "access.view_as:run"), "rule", None) == (None if rule == "stale" else rule)
    if rule:
        with pytest.raises(Denied) as no:
            check(person, "access.view_as:run")
        assert no.value.rule == "R26"


def test_a_second_login_is_the_same_person(cast, client_of):
    """P08: whoever asked under one login cannot approve under another."""
    request_role(
        by=cast.admin,
        person=cast.other,
        role=Role.objects.get(pk="back.vendor"),
        valid_from=timezone.localdate(),
        reason="x",
    )
    with acting("system:test"):
        second = User.objects.create_user("zweit@nordlicht.example", "x", person=cast.admin)
    assert can(fresh(second.person), "access.grant:approve", Approval.objects.get()).rule == "R08"
