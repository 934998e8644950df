"""Two people of the risk side set a limit; the front office never does, nor whoever broke it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from conftest import fresh
from foundation.access import approvals
from foundation.access.actions.roles import grant_founding
from foundation.access.choices import Vote
from foundation.access.gate import Denied
from foundation.access.models import Role, RoleGrant
from foundation.lib.errors import BusinessError
from foundation.records.actor import acting
from foundation.records.guards import explain
from risk.models import Limit

from .conftest import approve, propose


def rule_of(denied):
    return denied.value.decision.rule


def test_a_limit_holds_when_a_second_person_approved_it(house):
    limit = propose(house, 100_00)
    assert (limit.state, limit.holds(timezone.localdate())) == ("asked", False)
    approve(limit, house.chief)
    assert (limit.state, limit.approved_by, limit.holds(timezone.localdate())) == ("approved", house.chief, True)


def test_who_set_it_does_not_approve_it(house):
    limit = propose(house, 100_00)
    with pytest.raises(Denied) as denied:
        approve(limit, house.risk)
    assert (rule_of(denied), Limit.objects.get().state) == ("R03", "asked")


@pytest.mark.parametrize(
    ("name", "rule"), [("trader", "R11"), ("back", "R11"), ("admin", "R09"), ("auditor", "R28"), ("other", "R11")]
)
def test_nobody_but_the_risk_side_sets_or_approves_limits(house, name, rule):
    person = getattr(house, name)
    with pytest.raises(Denied) as denied:
        propose(house, 100_00, by=person)
    assert rule_of(denied) == rule
    limit = propose(house, 100_00)
    with pytest.raises(Denied) as denied:
        approve(limit, person)
    assert (rule_of(denied), Limit.objects.get().state) == (rule, "asked")


def test_a_change_is_a_new_version_and_history_is_kept(house, set_limit):
    today = timezone.localdate()
    first = set_limit(100_00)
    later = set_limit(300_00, valid_from=today + timedelta(days=10))
    sooner = set_limit(200_00, valid_from=today + timedelta(days=5))
    first.refresh_from_db(), later.refresh_from_db()
    assert [(v.amount, v.holds_from, v.holds_to) for v in (first, later, sooner)] == [
        (100_00, today, today + timedelta(days=4)),
        (300_00, today + timedelta(days=10), today + timedelta(days=4)),
        (200_00, today + timedelta(days=5), None),
    ]
    in_force = [Limit.objects.in_force(today + timedelta(days=days)).get().amount for days in (0, 4, 5, 10)]
    assert in_force == [100_00, 100_00, 200_00, 200_00]
    days = [today + timedelta(days=days) for days in (0, 4, 5, 10)]
    assert [[v for v in (first, later, sooner) if v.is_current(day)] for day in days] == [
        list(Limit.objects.current(day).order_by("pk")) for day in days
    ]


def test_a_refused_version_changes_nothing(house, set_limit):
    first = set_limit(100_00)
    second = propose(house, 900_00)
    approvals.vote(approvals.pending_about(second).get(), by=fresh(house.chief), vote=Vote.NO, reason="zu viel")
    second.refresh_from_db()
    assert (second.state, Limit.objects.in_force(timezone.localdate()).get()) == ("refused", first)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"valid_from": date(2020, 1, 1)}, "valid_from"),
        ({"valid_to": date(2020, 1, 1)}, "valid_to"),
    ],
)
def test_a_limit_has_days_ahead_of_it(house, facts, field):
    with pytest.raises(BusinessError) as refused:
        propose(house, 100_00, **facts)
    assert (refused.value.field, Limit.objects.count()) == (field, 0)


@pytest.mark.parametrize(
    "facts", [{"kind": "total", "country": "DE"}, {"kind": "product"}, {"kind": "desk"}, {"amount": -1}]
)
def test_the_database_takes_no_limit_without_its_thing_or_below_nothing(house, facts):
    facts = {"amount": 100_00, "kind": "counterparty"} | facts
    with pytest.raises(IntegrityError):
        propose(house, facts.pop("amount"), facts.pop("kind"), **facts)


def moved_to_risk(house, person):
    """The trader leaves the desk today and is in risk control from tomorrow on; told as it stands tomorrow."""
    yesterday = timezone.localdate() - timedelta(days=1)
    with acting("system:test"):
        RoleGrant.objects.filter(person=person, role="front.trader").update(valid_to=yesterday)
        grant_founding(
            person=person, role=Role.objects.get(pk="risk.controller"), approved_by=house.admin,
            valid_from=timezone.localdate(), reason="mover",
        )  # fmt: skip


def test_who_caused_the_breach_does_not_raise_the_limit(house, deals, set_limit):
    set_limit(100_00)
    deals.capture(150_00)
    moved_to_risk(house, house.trader)
    with pytest.raises(Denied) as denied:
        propose(house, 200_00, by=house.trader)
    assert rule_of(denied) == "R02"
    limit = propose(house, 200_00)
    with pytest.raises(Denied) as denied:
        approve(limit, house.trader)
    assert rule_of(denied) == "R02"


def test_who_moved_from_the_desk_does_not_raise_its_limit(house, deals, set_limit):
    """His colleague broke it: another trader of the desk that he left."""
    set_limit(100_00)
    deals.capture(150_00, trader_id=house.front.pk)
    moved_to_risk(house, house.trader)
    with pytest.raises(Denied) as denied:
        propose(house, 200_00, by=house.trader)
    assert rule_of(denied) == "R02"
    assert propose(house, 100_00, "desk", desk=house.desk).state == "asked"
    with pytest.raises(Denied):
        propose(house, 100_00, "desk", desk=house.desk, by=house.trader)
    assert propose(house, 100_00, "country", country="DK", by=house.trader).state == "asked"


# --- What the database refuses, whoever writes -----------------------------------------------------------------------

BYPASSES = {
    "amount": (lambda house: {"amount": 10**9}, "risk.limit_stays"),
    "longer": (lambda house: {"valid_to": date(2099, 1, 1)}, "risk.limit_stays"),
    "another maker": (lambda house: {"made_by": house.chief}, "risk.limit_stays"),
    "approved by nobody's vote": (
        lambda house: {"state": "approved", "approved_by": house.chief, "holds_from": timezone.localdate()},
        "risk.limit_approval",
    ),
}


@pytest.mark.parametrize("name", BYPASSES)
def test_no_write_gets_past_the_approval(house, name):
    change, code = BYPASSES[name]
    limit = propose(house, 100_00)
    with pytest.raises(IntegrityError) as refused, acting(house.chief):
        Limit.objects.filter(pk=limit.pk).update(**change(house))
    assert explain(refused.value).code == code


def test_the_database_takes_no_limit_of_the_front_office(house):
    for maker, actor, code in (
        (house.trader, house.trader, "rule.R11"),
        (house.risk, house.trader, "risk.limit_own_name"),
    ):
        with pytest.raises(IntegrityError) as refused, acting(actor):
            Limit.objects.create(
                company=house.company, kind="total", amount=1, valid_from=date(2030, 1, 1), reason="x", made_by=maker
            )
        assert explain(refused.value).code == code


def test_of_one_limit_one_version_holds_on_a_day(house, set_limit):
    first = set_limit(100_00)
    set_limit(200_00)
    with pytest.raises(IntegrityError) as refused, acting("system:test"):
        Limit.objects.filter(pk=first.pk).update(holds_to=None)
    assert explain(refused.value).code == "risk.limit_stays"
    with pytest.raises(IntegrityError) as refused, acting("system:test"):
        Limit.objects.all().delete()
    assert explain(refused.value).code == "risk.limit_stays"


def test_who_approves_a_limit_sees_how_much_it_was_and_is_to_be(house, set_limit, client_of):
    set_limit(100_00)
    limit = propose(house, 250_00)
    page = client_of(house.chief).get(f"/desk/approvals/{approvals.pending_about(limit).get().pk}/")
    facts = {str(fact["label"]): str(fact["value"]) for fact in page.context["facts"]}
    assert {name: facts[name] for name in ("Neues Limit", "Bisher", "Genutzt", "Gültig bis")} == {
        "Neues Limit": "250,00",
        "Bisher": "100,00",
        "Genutzt": "0,00",
        "Gültig bis": "bis es geändert wird",
    }
