"""The life of a right: joiner, mover, leaver, and what ends by itself."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conftest import fresh
from foundation.access import approvals
from foundation.access.actions.closing import close_what_ended
from foundation.access.actions.moves import move_person
from foundation.access.actions.people import add_person, change_person, end_employment
from foundation.access.actions.positions import ask_for_roles, define_position
from foundation.access.actions.roles import end_grant, request_role
from foundation.access.actions.terms import change_term
from foundation.access.decisions import Denied
from foundation.access.models import (
    Appointment,
    Approval,
    CoolOff,
    Position,
    Role,
    RoleGrant,
    RoleRequest,
    Term,
    User,
)
from foundation.access.policy import can, roles_of
from foundation.desk.tests.conftest import without_guards
from foundation.lib.errors import BusinessError
from foundation.organisation.models import Unit
from foundation.records import guards
from foundation.records.actor import acting

__all__ = ["without_guards"]
TODAY = timezone.localdate()
DAY = timedelta(days=1)


def midnight_after(day):
    return datetime(day.year, day.month, day.day, 23, 30, tzinfo=UTC) + timedelta(hours=2)


@pytest.fixture
def posts(cast):
    """Bea leads the books, where Mara answers for the roles; Frieda stands at the trading desk."""
    with acting("system:test"):
        books = Unit.objects.create(company=cast.company, name="Rechnungswesen", side="back", head=cast.second)
        desk = Unit.objects.create(company=cast.company, name="Handel", side="front")
        type(cast.front).objects.filter(pk=cast.front.pk).update(unit=desk)
        for person, role in ((cast.front, "front.trader"), (cast.other, "back.hr")):
            assert RoleGrant.objects.filter(person=person, role=role).exists()
    clerk = define_position(
        by=fresh(cast.admin),
        name="Buchhalter",
        unit=books,
        roles=Role.objects.filter(pk__in=["staff", "back.accounting"]),
    )
    return SimpleNamespace(books=books, desk=desk, clerk=clerk)


@pytest.fixture
def joiner(cast, posts):
    return add_person(
        by=fresh(cast.admin), company=cast.company, first_name="Nele", last_name="Neu", email="nele@nordlicht.example",
        joined_on=TODAY, position=posts.clerk,
    )  # fmt: skip


def vote(who, kind, vote="yes"):
    approvals.vote(Approval.objects.get(kind=kind, state="pending"), by=fresh(who), vote=vote)


OWN, GRANT = "access.position", "access.position.grant"


def test_three_people_lead_from_the_position_to_working_roles(cast, posts, joiner):
    assert (joiner.unit, joiner.job_title, roles_of(joiner)) == (posts.books, "Buchhalter", set())
    ask_for_roles(Appointment.objects.get(), by=fresh(cast.second))
    vote(cast.manager, OWN)
    assert roles_of(fresh(joiner)) == set()
    vote(cast.admin2, GRANT)
    assert roles_of(fresh(joiner)) == {"staff", "back.accounting"}
    grants = RoleGrant.objects.filter(person=joiner)
    assert {(grant.requested_by, grant.approved_by, grant.valid_from) for grant in grants} == {
        (cast.second, cast.admin2, TODAY)
    }
    assert Appointment.objects.get().state == "granted"
    assert set(RoleRequest.objects.values_list("state", flat=True)) == {"granted"}


def test_no_role_slips_under_what_was_approved(cast, posts, joiner):
    ask_for_roles(Appointment.objects.get(), by=fresh(cast.second))
    late = RoleRequest(
        person=joiner, role_id="back.vendor", valid_from=TODAY, requested_by=cast.second, reason="x",
        appointment=Appointment.objects.get(),
    )  # fmt: skip
    with pytest.raises(IntegrityError) as no, transaction.atomic(), acting("system:attack"):
        late.save()
    assert guards.explain(no.value).code == "access.request_stays"


@pytest.mark.parametrize("who", ["manager", "admin", "other", "front"])
def test_only_the_line_manager_asks(cast, joiner, who):
    with pytest.raises(Denied) as no:
        ask_for_roles(Appointment.objects.get(), by=fresh(getattr(cast, who)))
    assert no.value.rule == "R08"


VOTERS = [
    ("second", OWN, "R20"),
    ("admin", OWN, "R09"),
    ("front", OWN, "R20"),
    ("manager", GRANT, "R20"),
    ("back", GRANT, "R20"),
]


@pytest.mark.parametrize(("who", "kind", "rule"), VOTERS)
def test_each_step_is_for_those_who_answer_for_it(cast, joiner, who, kind, rule):
    ask_for_roles(Appointment.objects.get(), by=fresh(cast.second))
    if kind == GRANT:
        vote(cast.manager, OWN)
    with pytest.raises(Denied) as no:
        vote(getattr(cast, who), kind)
    assert no.value.rule in {rule, "R20"}


def test_one_no_is_enough(cast, joiner):
    ask_for_roles(Appointment.objects.get(), by=fresh(cast.second))
    approvals.vote(Approval.objects.get(), by=fresh(cast.manager), vote="no", reason="zu viel")
    assert (Appointment.objects.get().state, roles_of(fresh(joiner))) == ("refused", set())
    assert set(RoleRequest.objects.values_list("state", flat=True)) == {"refused"}


def test_a_position_with_roles_that_exclude_each_other_is_none(cast, posts):
    roles = Role.objects.filter(pk__in=["back.vendor", "back.payments"])
    with pytest.raises(BusinessError) as no:
        define_position(by=fresh(cast.admin), name="Allein", unit=posts.books, roles=roles)
    assert (no.value.rule, Position.objects.count()) == ("R06", 1)


def granted(cast, joiner, **more):
    return RoleGrant(
        **{
            "person": joiner, "role_id": "back.accounting", "valid_from": TODAY, "reason": "x", "source": "request",
            "requested_by": cast.second, "approved_by": cast.admin, "granted_at": timezone.now(), **more,
        }
    )  # fmt: skip


ATTACKS = {
    "granted before the administration": lambda cast, joiner: granted(cast, joiner).save(),
    "granted by who answered for it": lambda cast, joiner: granted(cast, joiner, approved_by=cast.manager).save(),
    "said to be granted": lambda cast, joiner: Appointment.objects.update(state="granted"),
    "for somebody else": lambda cast, joiner: Appointment.objects.update(person=cast.back),
    "taken away": lambda cast, joiner: Appointment.objects.all()._raw_delete("default"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_one_approval_of_two_opens_nothing(cast, joiner, attack):
    ask_for_roles(Appointment.objects.get(), by=fresh(cast.second))
    vote(cast.manager, OWN)
    with pytest.raises(IntegrityError), transaction.atomic(), acting("system:attack"):
        ATTACKS[attack](cast, joiner)


def test_a_position_that_changed_meanwhile_is_asked_for_anew(cast, posts, joiner, without_guards):
    ask_for_roles(Appointment.objects.get(), by=fresh(cast.second))
    with acting("system:attack"), without_guards():
        RoleRequest.objects.filter(role="back.accounting").update(role_id="back.hr")
    vote(cast.manager, OWN)
    assert Approval.objects.get().state == "void"


# --- Mover -----------------------------------------------------------------------------------------------------------


def test_a_mover_leaves_roles_and_desk_behind(cast, posts):
    move_person(cast.front, by=fresh(cast.admin), position=posts.clerk, on=TODAY, reason="Wunsch")
    person = fresh(cast.front)
    assert (person.unit, person.job_title, roles_of(person)) == (posts.books, "Buchhalter", {"staff"})
    (barred,) = CoolOff.objects.filter(person=person)
    assert (barred.unit, barred.kind, barred.valid_from, barred.valid_to) == (
        posts.desk, "move", TODAY, TODAY + timedelta(days=179),
    )  # fmt: skip
    ask_for_roles(Appointment.objects.get(), by=fresh(cast.second))
    vote(cast.manager, OWN)
    vote(cast.admin2, GRANT)
    assert roles_of(fresh(person)) == {"staff", "back.accounting"}


def test_a_later_move_happens_on_its_day(cast, posts):
    first = TODAY + timedelta(days=10)
    move_person(cast.front, by=fresh(cast.admin), position=posts.clerk, on=first, reason="Wunsch")
    assert "front.trader" in roles_of(fresh(cast.front), first - DAY)
    assert "front.trader" not in roles_of(fresh(cast.front), first)
    assert fresh(cast.front).unit == posts.desk
    close_what_ended(midnight_after(first - DAY))
    assert fresh(cast.front).unit == posts.books
    assert CoolOff.objects.count() == 1


def test_before_auditing_the_cool_off_is_longer(cast, posts):
    with acting("system:test"):
        audit = Unit.objects.create(company=cast.company, name="Revision", side="audit")
    post = define_position(
        by=fresh(cast.admin), name="Revisor", unit=audit, roles=[Role.objects.get(pk="audit.internal")]
    )
    move_person(cast.other, by=fresh(cast.admin), position=post, on=TODAY, reason="x")
    assert CoolOff.objects.get().valid_to == TODAY + timedelta(days=364)


def test_who_led_a_branch_leaves_all_of_its_desks(cast, posts):
    with acting("system:test"):
        Unit.objects.create(company=cast.company, name="Devisen", side="front", parent=posts.desk)
        Unit.objects.filter(pk=posts.desk.pk).update(head=cast.front)
    move_person(cast.front, by=fresh(cast.admin), position=posts.clerk, on=TODAY, reason="x")
    assert set(CoolOff.objects.values_list("unit__name", flat=True)) == {"Handel", "Devisen"}


def test_no_other_way_leads_to_another_unit(cast, posts):
    with pytest.raises(BusinessError) as no:
        change_person(fresh(cast.front), by=fresh(cast.admin), unit=posts.books)
    assert no.value.code == "access.move_needed"


REFUSED = {
    "himself": ("admin", TODAY),
    "in the past": ("front", TODAY - DAY),
    "the second administrator": ("admin2", TODAY),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_move(cast, posts, case):
    who, on = REFUSED[case]
    with pytest.raises((Denied, BusinessError)):
        move_person(getattr(cast, who), by=fresh(cast.admin), position=posts.clerk, on=on, reason="x")
    assert not Appointment.objects.exists()


def test_with_the_last_front_role_the_desk_is_left(cast, posts):
    end_grant(RoleGrant.objects.get(person=cast.front, role="front.trader"), by=fresh(cast.admin), on=TODAY)
    close_what_ended(midnight_after(TODAY))
    barred = CoolOff.objects.get(person=cast.front)
    assert (barred.unit, barred.valid_from) == (posts.desk, TODAY + DAY)


# --- Leaver, and what ends by itself ---------------------------------------------------------------------------------


def test_a_minute_after_the_last_day_a_leaver_is_out(cast, client_of):
    client = client_of(cast.other)
    end_employment(cast.other, by=fresh(cast.admin), on=TODAY, reason="notice", successor=cast.back)
    assert client.get("/").status_code == 200
    assert close_what_ended(midnight_after(TODAY)) == {"logins": 1, "taken_over": 0, "roles": 2, "moves": 0}
    assert client.get("/").url.startswith("/accounts/login/")
    assert not User.objects.get(person=cast.other).is_active


def test_a_clock_put_back_opens_nothing_again(cast):
    end_grant(RoleGrant.objects.get(person=cast.other, role="back.hr"), by=fresh(cast.admin), on=TODAY)
    just_before = midnight_after(TODAY) - timedelta(hours=4)
    assert can(fresh(cast.other), "desk.people:view", at=just_before)
    close_what_ended(midnight_after(TODAY))
    assert can(fresh(cast.other), "desk.people:view", at=just_before).rule == "R19"
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), acting("system:attack"):
        RoleGrant.objects.filter(role="back.hr").update(closed_at=None)
    assert guards.explain(caught.value).code == "access.grant_fixed"


def test_a_role_is_not_prolonged_over_a_conflicting_one(cast):
    old = RoleGrant.objects.get(person=cast.front, role="front.trader")
    end_grant(old, by=fresh(cast.admin), on=TODAY)
    request_role(
        by=fresh(cast.admin),
        person=cast.front,
        role=Role.objects.get(pk="back.accounting"),
        valid_from=TODAY + DAY,
        reason="x",
    )
    vote(cast.admin2, "access.grant")
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), acting("system:attack"):
        RoleGrant.objects.filter(pk=old.pk).update(valid_to=None)
    assert guards.explain(caught.value).code in {"rule.R01", "access.grant_fixed"}


def test_a_term_changes_with_a_second_administrator(cast):
    term = Term.objects.get(pk="cool_off.move")
    change_term(term, by=fresh(cast.admin), days=270, reason="Beschluss")
    with pytest.raises(Denied):
        vote(cast.admin, "access.term")
    vote(cast.admin2, "access.term")
    assert Term.objects.get(pk=term.pk).days == 270
