"""R10 and R21: emergency rights and looking as another person, and how little they allow."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conftest import fresh
from foundation.access import approvals
from foundation.access.actions import breakglass as actions
from foundation.access.checks import emergencies_are_technical
from foundation.access.choices import Vote
from foundation.access.decisions import Denied
from foundation.access.models import Approval, BreakGlass
from foundation.access.policy import can, emergency_of
from foundation.lib.errors import BusinessError, Conflict
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.models import AuditEvent

RESTART, PAY, POST = "jobs.worker:restart", "accounting.payment:release", "accounting.entry:post"


@pytest.fixture
def alone(cast):
    return actions.ask_break_glass(by=cast.sysadmin, reason="Der Worker steht", minutes=120, alone=True)


def test_it_begins_when_another_person_approves(cast):
    glass = actions.ask_break_glass(by=cast.sysadmin, reason="Der Worker steht", minutes=120)
    assert can(fresh(cast.sysadmin), RESTART).rule == "R09"
    with pytest.raises(Denied) as no:
        approvals.vote(Approval.objects.get(), by=cast.sysadmin, vote=Vote.YES)
    assert no.value.rule in {"R03", "R09", "R20"}
    approvals.vote(Approval.objects.get(), by=cast.admin, vote=Vote.YES)
    glass.refresh_from_db()
    assert (glass.state, bool(can(fresh(cast.sysadmin), RESTART))) == ("open", True)


def after(minutes):
    return timezone.now() + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("permission", "minutes", "rule"),
    [
        (RESTART, 1, None),
        (RESTART, 119, None),
        (RESTART, 121, "R09"),
        (RESTART, -60, "R09"),  # the clock was put back
        (PAY, 1, "R10"),
        (POST, 1, "R10"),
        ("settlement.settlement:release", 1, "R10"),
        ("risk.limit:edit", 1, "R10"),
    ],
)
def test_what_it_lends_and_for_how_long(cast, alone, permission, minutes, rule):
    assert getattr(can(fresh(cast.sysadmin), permission, at=after(minutes)), "rule", None) == rule


def test_the_clock_put_back_ends_it(cast, alone):
    with acting("system:test"):
        actions.end_what_is_over(after(30))
        assert actions.end_what_is_over(after(-30)) == 1
    assert not can(fresh(cast.sysadmin), RESTART, at=after(40))


def test_it_ends_by_itself_and_is_reviewed_by_another(cast, alone):
    with acting("system:test"):
        assert actions.end_what_is_over(after(121)) == 1
    alone.refresh_from_db()
    assert alone.state == "ended"
    actions.review_break_glass(alone, by=cast.admin, finding="in_order", remark="Protokoll gelesen")
    with pytest.raises(Conflict):
        actions.review_break_glass(alone, by=cast.admin2, finding="misuse", remark="doch nicht")


def test_everything_written_with_it_is_marked(cast, alone):
    with acting(fresh(cast.sysadmin), "Worker neu gestartet"):
        BreakGlass.objects.filter(pk=alone.pk).update(seen_at=after(1))
    last = AuditEvent.objects.filter(person_id=cast.sysadmin.pk).order_by("-pk").first()
    assert last.reason == f"break-glass {alone.pk} Worker neu gestartet"
    assert AuditEvent.objects.filter(person_id=cast.admin.pk, reason__contains="break-glass").count() == 0


def test_one_at_a_time_and_only_the_technical(cast, alone):
    with pytest.raises(Conflict):
        actions.ask_break_glass(by=fresh(cast.sysadmin), reason="noch einer", minutes=10)
    for name in ("back", "front", "admin", "auditor"):
        with pytest.raises(Denied):
            actions.ask_break_glass(by=getattr(cast, name), reason="x", minutes=10, alone=True)


def test_the_rights_are_read_with_one_question(cast, alone, django_assert_num_queries):
    person = fresh(cast.sysadmin)
    with django_assert_num_queries(1):
        can(person, RESTART), can(person, PAY), can(person, POST), emergency_of(person)


def test_no_emergency_permission_is_for_money_or_for_the_front():
    assert emergencies_are_technical(None) == []


def edit(**facts):
    return lambda glass: BreakGlass.objects.filter(pk=glass.pk).update(**facts)


ATTACKS = {
    "longer": (edit(minutes=239), "access.glass"),
    "another person's": (lambda glass: edit(person=glass.person_id + 1)(glass), "access.glass"),
    "begun later": (lambda glass: edit(begun_at=after(60))(glass), "access.glass"),
    "deleted": (lambda glass: BreakGlass.objects.filter(pk=glass.pk)._raw_delete("default"), "access.glass"),
    "seen earlier": (lambda glass: edit(seen_at=after(-600))(glass), "access.glass"),
    "back to the question": (edit(state="requested"), "access.glass"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_keeps_it_as_it_was(cast, alone, attack):
    act, code = ATTACKS[attack]
    with pytest.raises(IntegrityError) as no, transaction.atomic(), acting("system:attack"):
        act(alone)
    assert guards.explain(no.value).code == code


def test_the_database_begins_none_without_a_yes(cast):
    glass = actions.ask_break_glass(by=cast.sysadmin, reason="x", minutes=10)
    today = timezone.localdate()
    with pytest.raises(IntegrityError) as no, transaction.atomic(), acting("system:attack"):
        BreakGlass.objects.filter(pk=glass.pk).update(
            state="open", begun_at=after(0), seen_at=after(0), review_due=today
        )
    assert guards.explain(no.value).code == "rule.R10"
    with pytest.raises(IntegrityError), transaction.atomic(), acting("system:attack"):
        BreakGlass.objects.create(person=cast.front, reason="x", minutes=241)


def test_a_reviewer_must_not_be_the_user_of_it(cast, alone):
    with acting("system:test"):
        actions.end_what_is_over(after(121))
    alone.refresh_from_db()
    with pytest.raises((Denied, BusinessError)):
        actions.review_break_glass(alone, by=cast.sysadmin, finding="in_order")
    with pytest.raises(IntegrityError), transaction.atomic(), acting("system:attack"):
        BreakGlass.objects.filter(pk=alone.pk).update(reviewer=cast.sysadmin, finding="in_order")
