"""R02: what one made, and the desk that one left."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from conftest import fresh
from foundation.access.models import CoolOff, Term
from foundation.access.queries.terms import days_of
from foundation.access.rules import not_former_desk, not_own_work
from foundation.access.standard import TERMS
from foundation.organisation.models import Unit
from foundation.records import guards
from foundation.records.actor import acting

LEFT, LAST = date(2026, 1, 1), date(2026, 6, 29)


@pytest.fixture
def desks(cast):
    """The desk that Bert left, and another one."""
    with acting("system:test"):
        former, other = (
            Unit.objects.create(company=cast.company, name=name, side="front") for name in ("Devisen", "Rohstoffe")
        )
        CoolOff.objects.create(person=cast.back, unit=former, valid_from=LEFT, valid_to=LAST)
    return SimpleNamespace(former=former, other=other)


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


OF_DESKS = [
    ("former", "back", LEFT, "R02"),
    ("former", "back", LAST, "R02"),
    ("former", "back", date(2026, 6, 30), None),
    ("former", "back", date(2025, 12, 31), None),
    ("former", "second", LEFT, None),
    ("other", "back", LEFT, None),
]


@pytest.mark.parametrize(("desk", "who", "on", "rule"), OF_DESKS)
def test_a_former_desk_is_barred_until_the_cool_off_is_over(cast, desks, desk, who, on, rule):
    deal = SimpleNamespace(desk_id=getattr(desks, desk).pk)
    assert getattr(not_former_desk(fresh(getattr(cast, who)), deal, noon(on)), "rule", None) == rule


@pytest.mark.parametrize("obj", [None, SimpleNamespace(), SimpleNamespace(desk_id=None)])
def test_what_has_no_desk_is_not_barred(cast, desks, obj, django_assert_num_queries):
    person = fresh(cast.back)
    with django_assert_num_queries(0):
        assert not_former_desk(person, obj, timezone.now()) is None


def test_cool_offs_are_read_once(cast, desks, django_assert_num_queries):
    person = fresh(cast.back)
    with django_assert_num_queries(1):
        for desk in (desks.former, desks.other, desks.former):
            not_former_desk(person, SimpleNamespace(desk_id=desk.pk), noon(LEFT))


def test_own_work_is_barred_for_ever(cast):
    deal = SimpleNamespace(made_by_ids={cast.back.pk})
    for at in (noon(LEFT), noon(date(2099, 1, 1))):
        assert not_own_work(cast.back, deal, at).rule == "R02"
        assert not_own_work(cast.second, deal, at) is None
    assert not_own_work(cast.back, None, noon(LEFT)) is None


ATTACKS = {
    "shortened": (lambda: CoolOff.objects.update(valid_to=LEFT), "access.cool_off_stays"),
    "taken back": (lambda: CoolOff.objects.all()._raw_delete("default"), "access.cool_off_stays"),
    "term": (lambda: Term.objects.filter(pk="cool_off.move").update(days=1), "access.term"),
    "term gone": (lambda: Term.objects.all()._raw_delete("default"), "access.term"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_nobody_shortens_it(cast, desks, attack):
    doing, code = ATTACKS[attack]
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), acting("system:attack"):
        doing()
    assert guards.explain(caught.value).code == code


def test_a_replaced_cool_off_does_not_slip_through(cast, desks):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no INSERT OR REPLACE")
    with pytest.raises(IntegrityError, match="cool_off_stays"), transaction.atomic(), acting("system:attack"):
        connection.cursor().execute(
            "INSERT OR REPLACE INTO access_cooloff SELECT id, kind, valid_from, valid_from, person_id, unit_id"
            " FROM access_cooloff"
        )


def test_the_terms_are_there_from_the_beginning(db):
    assert {code: days_of(code) for code in TERMS} == TERMS
