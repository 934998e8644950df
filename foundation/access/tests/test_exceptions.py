"""Exceptions of very small firms: what they open, what they never do, and that the database sees it the same way."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conftest import SINCE, fresh
from foundation.access import approvals, row_security
from foundation.access.actions import exceptions as actions
from foundation.access.actions.people import create_person_with_login
from foundation.access.actions.roles import grant_founding
from foundation.access.choices import GrantSource, Vote
from foundation.access.decisions import Denied
from foundation.access.models import Approval, ProfileChange, Role, RoleGrant, SeparationException
from foundation.access.queries.exceptions import profile_today
from foundation.access.queries.grants import clashing_grant, conflicts_in_force
from foundation.lib.errors import BusinessError
from foundation.records import guards
from foundation.records.actor import acting

BOOKS, PAYS = "back.accounting", "back.payments"


def day(offset):
    return timezone.localdate() + timedelta(days=offset)


def role(code):
    return Role.objects.get(pk=code)


@pytest.fixture
def board(cast):
    """The management: a person of its own."""
    with acting("system:test"):
        person = create_person_with_login(
            company=cast.company, first_name="Bodo", last_name="Board", email="bodo@nordlicht.example", joined_on=SINCE
        )
        grant_founding(person=person, role=role("board.back"), approved_by=cast.admin, valid_from=SINCE, reason="cast")
    return fresh(person)


@pytest.fixture
def small(cast, board):
    actions.request_profile(by=cast.admin, profile="small", reason="sieben Leute")
    approvals.vote(Approval.objects.get(), by=cast.admin2, vote=Vote.YES)


def ask(cast, **changes):
    facts = {
        "person": cast.back, "roles": [role(BOOKS), role(PAYS)], "valid_from": day(0), "valid_to": day(60),
        "reason": "Urlaub", "control": "Geschäftsleitung prüft jede Zahlung am selben Tag",
    }  # fmt: skip
    return actions.request_exception(by=cast.admin, **{**facts, **changes})


@pytest.fixture
def exception(cast, board, small):
    asked = ask(cast)
    approvals.vote(Approval.objects.get(kind="access.exception"), by=board, vote=Vote.YES)
    return asked


def paying(cast, valid_from, valid_to, person=None):
    """The second role, past all actions: only the database says no."""
    with acting("system:test"), transaction.atomic():
        return RoleGrant.objects.create(
            person=person or cast.back, role_id=PAYS, valid_from=valid_from, valid_to=valid_to, reason="x",
            source=GrantSource.FOUNDING, requested_by=cast.admin, approved_by=cast.admin,
        )  # fmt: skip


def test_the_strict_profile_needs_the_wall_inside_the_database(cast, monkeypatch):
    monkeypatch.setattr(row_security, "is_on", lambda: False)
    with pytest.raises(BusinessError) as no:
        actions.request_profile(by=cast.admin, profile="strict", reason="Prüfung")
    assert no.value.code == "access.profile_strict"
    monkeypatch.setattr(row_security, "is_on", lambda: True)
    actions.request_profile(by=cast.admin, profile="strict", reason="Prüfung")
    approvals.vote(Approval.objects.get(), by=cast.admin2, vote=Vote.YES)
    assert profile_today() == "strict"


def test_the_profile_takes_two_people(cast, small):
    assert profile_today() == "small"
    actions.request_profile(by=cast.admin, profile="standard", reason="gewachsen")
    with pytest.raises(Denied) as no:
        approvals.vote(Approval.objects.get(state="pending"), by=cast.admin, vote=Vote.YES)
    assert no.value.rule == "R03"


CASES = {
    "inside": (0, 60, None),
    "part of it": (10, 20, None),
    "a day too long": (0, 61, "rule.R06"),
    "a day too early": (-1, 60, "rule.R06"),
    "without an end": (0, None, "rule.R06"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_database_lets_pass_exactly_what_was_approved(cast, exception, case):
    first, last, code = CASES[case]
    span = day(first), None if last is None else day(last)
    assert (clashing_grant(cast.back, role(PAYS), *span) is None) is (code is None)
    if code is None:
        paying(cast, *span)
        assert conflicts_in_force() == []
    else:
        with pytest.raises(IntegrityError) as no:
            paying(cast, *span)
        assert guards.explain(no.value).code == code


def test_not_another_person_and_not_another_pair(cast, exception):
    with pytest.raises(IntegrityError) as no:
        paying(cast, day(0), day(10), person=cast.second)
    assert guards.explain(no.value).code == "rule.R06"
    with pytest.raises(IntegrityError), acting("system:test"), transaction.atomic():
        grant_founding(
            person=cast.back, role=role("front.trader"), approved_by=cast.admin, valid_from=day(0), reason="x"
        )


def test_with_the_exception_ends_the_role_that_leans_on_it(cast, exception):
    paying(cast, day(0), day(60))
    actions.end_exception(exception, by=cast.admin)
    exception.refresh_from_db()
    assert exception.valid_to == day(0)
    assert RoleGrant.objects.get(person=cast.back, role=PAYS).valid_to == day(0)
    assert conflicts_in_force() == []


def test_who_leaves_the_smallest_profile_leaves_its_exceptions(cast, exception):
    paying(cast, day(0), day(60))
    actions.request_profile(by=cast.admin, profile="standard", reason="gewachsen")
    approvals.vote(Approval.objects.get(state="pending"), by=cast.admin2, vote=Vote.YES)
    assert RoleGrant.objects.get(person=cast.back, role=PAYS).valid_to == day(0)
    with pytest.raises(BusinessError) as no:
        ask(cast)
    assert no.value.code == "access.not_small"


ASKED = {
    "never opened": ({"roles": ["admin.access", "back.hr"]}, "access.never_opened"),
    "no conflict": ({"roles": ["staff", "back.hr"]}, "access.never_opened"),
    "too long": ({"valid_to": day(91)}, "access.too_long"),
    "backwards": ({"valid_to": day(-1)}, "access.span"),
}


@pytest.mark.parametrize("case", ASKED)
def test_what_cannot_be_asked_for(cast, small, case):
    changes, code = ASKED[case]
    if "roles" in changes:
        changes = {"roles": [role(name) for name in changes["roles"]]}
    with pytest.raises(BusinessError) as no:
        ask(cast, **changes)
    assert no.value.code == code


def test_only_the_management_approves(cast, small):
    ask(cast)
    for name in ("admin2", "manager", "back", "auditor"):
        with pytest.raises(Denied):
            approvals.vote(Approval.objects.get(kind="access.exception"), by=getattr(cast, name), vote=Vote.YES)


def forged(cast, **facts):
    fields = {
        "person": cast.back, "role_a_id": BOOKS, "role_b_id": PAYS, "valid_from": day(0), "valid_to": day(30),
        "reason": "x", "control": "x", "requested_by": cast.admin, **facts,
    }  # fmt: skip
    return SeparationException.objects.create(**fields)


ATTACKS = {
    "granted at once": (lambda cast, one: forged(cast, state="granted"), "access.exception"),
    "ninety-one days": (lambda cast, one: forged(cast, valid_to=day(91)), "access.too_long"),
    "rule that is never opened": (
        lambda cast, one: forged(cast, role_a_id="admin.access", role_b_id="back.hr"),
        "access.never_opened",
    ),
    "without approval": (lambda cast, one: type(one).objects.filter(pk=forged(cast).pk).update(state="granted"), "access.exception"),
    "prolonged": (lambda cast, one: type(one).objects.update(valid_to=day(80)), "access.exception"),
    "another person": (lambda cast, one: type(one).objects.update(person=cast.front), "access.exception"),
    "deleted": (lambda cast, one: type(one).objects.all()._raw_delete("default"), "access.exception"),
    "profile": (lambda cast, one: ProfileChange.objects.create(profile="strict", reason="x", requested_by=cast.admin, state="granted"), "access.profile"),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_takes_no_forged_exception(cast, exception, attack):
    act, code = ATTACKS[attack]
    with pytest.raises(IntegrityError) as no, transaction.atomic(), acting("system:attack"):
        act(cast, exception)
    assert guards.explain(no.value).code == code


def test_a_needed_exception_is_not_ended_alone(cast, exception):
    paying(cast, day(0), day(60))
    with pytest.raises(IntegrityError) as no, transaction.atomic(), acting("system:attack"):
        SeparationException.objects.update(valid_to=day(5))
    assert guards.explain(no.value).code == "access.exception_needed"
