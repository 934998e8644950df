"""Block leave: in that time somebody else answers for the positions, and the trader has no access to them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conftest import fresh
from foundation.access import approvals, permissions, row_security
from foundation.access.actions.exceptions import request_profile
from foundation.access.actions.leaves import cancel_block_leave, plan_block_leave
from foundation.access.decisions import Denied
from foundation.access.models import Approval, BlockLeave
from foundation.access.policy import can
from foundation.access.queries.leaves import without_block_leave
from foundation.lib.errors import BusinessError
from foundation.records.actor import acting

TODAY = timezone.localdate()
FIRST, LAST = TODAY + timedelta(days=7), TODAY + timedelta(days=34)
DEAL, READ = "test.deal:capture", "test.news:view"


@pytest.fixture(autouse=True)
def deals(monkeypatch):
    monkeypatch.setattr(permissions, "_declared", dict(permissions._declared))
    permissions.declare(
        permissions.Permission(DEAL, "deals", roles=("front.trader",)),
        permissions.Permission(READ, "news", roles=("staff", "front.trader")),
    )


def plan(cast, first=FIRST, last=LAST, by=None):
    return plan_block_leave(fresh(cast.front), by=fresh(by or cast.front), valid_from=first, valid_to=last)


def at(day):
    return timezone.now() + (day - TODAY)


@pytest.mark.parametrize(
    ("day", "rule"),
    [(FIRST - timedelta(days=1), None), (FIRST, "R19"), (LAST, "R19"), (LAST + timedelta(days=1), None)],
)
def test_roles_of_deals_and_money_rest(cast, day, rule):
    plan(cast)
    assert getattr(can(fresh(cast.front), DEAL, at=at(day)), "rule", None) == rule
    assert can(fresh(cast.front), READ, at=at(day))


LAST_YEAR = date(TODAY.year - 1, 6, 1)
STRICT = [
    ("strict", None, "R19"),
    ("strict", LAST_YEAR, None),
    ("strict", FIRST, None),
    ("strict", date(TODAY.year - 2, 6, 1), "R19"),
    ("standard", None, None),
]


@pytest.mark.parametrize(("profile", "first", "rule"), STRICT)
def test_where_it_is_compulsory_nobody_trades_for_two_years_without(cast, monkeypatch, profile, first, rule):
    monkeypatch.setattr(row_security, "is_on", lambda: True)
    if profile == "strict":
        request_profile(by=fresh(cast.admin), profile=profile, reason="x")
        approvals.vote(Approval.objects.get(), by=fresh(cast.admin2), vote="yes")
    if first:
        with acting("system:test"):
            last = first + timedelta(days=20)
            BlockLeave.objects.create(person=cast.front, valid_from=first, valid_to=last, planned_by=cast.front)
    assert getattr(can(fresh(cast.front), DEAL), "rule", None) == rule
    assert can(fresh(cast.front), READ)


def test_can_asks_the_database_twice_at_most(cast, django_assert_max_num_queries):
    plan(cast)
    person = fresh(cast.front)
    with django_assert_max_num_queries(2):
        for _again in range(3):
            can(person, DEAL)
    person = fresh(cast.front)
    with django_assert_max_num_queries(1):
        can(person, READ)


REFUSED = {
    "too short": ({"last": FIRST + timedelta(days=8)}, "access.block_leave_short"),
    "today": ({"first": TODAY}, "access.block_leave_past"),
    "backwards": ({"last": FIRST - timedelta(days=1)}, "access.span"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_block_leave(cast, case):
    given, code = REFUSED[case]
    with pytest.raises(BusinessError) as no:
        plan(cast, **given)
    assert (no.value.code, BlockLeave.objects.count()) == (code, 0)


def test_others_do_not_plan_it(cast):
    with pytest.raises(Denied):
        plan(cast, by=cast.back)
    assert plan(cast, by=cast.admin).planned_by == cast.admin


def test_it_is_cancelled_before_it_begins(cast):
    leave = plan(cast)
    cancel_block_leave(leave, by=fresh(cast.front))
    assert can(fresh(cast.front), DEAL, at=at(FIRST))


def test_from_its_first_day_it_stands(cast):
    with acting("system:test"):
        leave = BlockLeave.objects.create(
            person=cast.front, valid_from=TODAY - timedelta(days=2), valid_to=LAST, planned_by=cast.front
        )
    with pytest.raises(BusinessError):
        cancel_block_leave(leave, by=fresh(cast.front))
    for attack in ({"cancelled_at": timezone.now()}, {"valid_to": TODAY}, {"person": cast.back}):
        with pytest.raises(IntegrityError), transaction.atomic(), acting("system:attack"):
            BlockLeave.objects.filter(pk=leave.pk).update(**attack)


@pytest.mark.parametrize(("on", "missing"), [(date(TODAY.year, 9, 30), False), (date(TODAY.year, 10, 1), True)])
def test_from_october_on_it_is_missed(cast, on, missing):
    assert (cast.front in without_block_leave(on)) is missing


def test_who_has_planned_it_is_not_missed(cast):
    plan(cast)
    assert without_block_leave(date(FIRST.year, 12, 1)) == []
