"""The way of a work order: who may do what, in which state, and how its clock runs."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from conftest import fresh
from foundation.access.decisions import Denied
from foundation.access.policy import can
from foundation.desk import numbering
from foundation.lib.errors import BusinessError, Conflict
from foundation.notices.models import Notice
from foundation.organisation.models import Person
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.models import NumberRange
from workorders.actions import steps
from workorders.actions.escalation import escalate
from workorders.actions.orders import write_message
from workorders.choices import TRANSITIONS, Event, OrderState, Priority
from workorders.errors import OWN_MATTER
from workorders.models import ClockPause, Service, ServiceLevel, WorkOrder, WorkOrderMessage
from workorders.rules import not_asked_oneself

from .conftest import ASKED, at

DOES = {
    Event.ACCEPT: lambda office, order: steps.accept_order(order, by=office.second),
    Event.START: lambda office, order: steps.start_order(order, by=office.second),
    Event.ASK_BACK: lambda office, order: steps.ask_back(order, by=office.second, text="Welche?"),
    Event.ANSWER: lambda office, order: steps.answer_order(order, by=office.front, text="Die vom März."),
    Event.PASS_ON: lambda office, order: steps.pass_on(order, by=office.second, team=office.other_team),
    Event.FINISH: lambda office, order: steps.finish_order(order, by=office.second),
    Event.CONFIRM: lambda office, order: steps.confirm_order(order, by=office.front),
    Event.REOPEN: lambda office, order: steps.reopen_order(order, by=office.front, text="Nein."),
    Event.CANCEL: lambda office, order: steps.cancel_order(order, by=office.front),
}


def content():
    """All that a work order is, for comparing."""
    return [list(model.objects.order_by("pk").values()) for model in (WorkOrder, WorkOrderMessage, ClockPause, Notice)]


@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("state", OrderState)
def test_each_event_in_each_state(office, brought, state, event):
    order = brought(state)
    before = content()
    if state in TRANSITIONS[event]:
        assert DOES[event](office, order).state == TRANSITIONS[event][state]
        assert WorkOrder.objects.get().state == TRANSITIONS[event][state]
        assert content() != before
    else:
        with pytest.raises(Conflict) as refused:
            DOES[event](office, order)
        assert refused.value.code == "workorders.transition"
        assert content() == before


@pytest.mark.parametrize("after", OrderState)
@pytest.mark.parametrize("before", OrderState)
def test_the_database_knows_the_same_ways(office, brought, before, after):
    """Whatever is written by hand, as whoever stands on the right side."""
    order = brought(before)
    legal = {(state, way[state]) for way in TRANSITIONS.values() for state in way} | {(before, before)}
    closed = (
        {"done_by_id": office.back.pk, "done_at": ASKED}
        if after in ("done", "confirmed")
        else {"done_by_id": None, "done_at": None}
    )
    done = []
    for person in (office.back, office.front):
        try:
            with acting(person):
                WorkOrder.objects.filter(pk=order.pk).update(state=after, assignee_id=office.back.pk, **closed)
                done.append(person)
                raise IntegrityError("taken back")
        except IntegrityError:
            pass
    assert bool(done) == ((before, after) in legal)


WHO = ("front", "mate", "stranger", "back", "second", "manager", "other", "auditor", "admin", "sysadmin")
MAY = """
event      front   mate  stranger    back  second manager   other auditor   admin sysadmin
accept       R25    R25       R25     yes     yes     yes     R20     R28     R09      R09
start        R25    R25       R25     yes     yes     yes     R20     R28     R09      R09
ask_back     R25    R25       R25     yes     yes     yes     R20     R28     R09      R09
answer       yes    yes       R20     R25     R25     R25     R25     R28     R09      R09
pass_on      R25    R25       R25     yes     yes     yes     R20     R28     R09      R09
finish       R25    R25       R25     yes     yes     yes     R20     R28     R09      R09
confirm      yes    R25       R25     R25     R25     R25     R25     R28     R09      R09
reopen       yes    R25       R25     R25     R25     R25     R25     R28     R09      R09
cancel       yes    R25       R25     R25     R25     R25     R25     R28     R09      R09
"""


def test_who_may_do_what(office, brought):
    first = {event: next(iter(ways)) for event, ways in TRANSITIONS.items()}
    given = [f"{'event':<10}" + "".join(f"{who:>9}" for who in WHO)]
    for event in Event:
        order = brought(first[event])
        answers = [_answer(steps.PERMISSION[event], getattr(office, who), order) for who in WHO]
        given.append(f"{event:<10}" + "".join(f"{answer:>9}" for answer in answers))
    assert [line.split() for line in given] == [line.split() for line in MAY.strip().splitlines()]


def _answer(permission, person, order):
    answer = can(person, permission, order)
    return "yes" if answer else answer.rule


def test_the_one_who_asked_does_not_close_it_under_any_role(office, brought):
    """Also not after moving to the back office, and not by hand."""
    order = brought(OrderState.IN_WORK)
    assert not_asked_oneself(office.front, order, None).sentence == OWN_MATTER
    with pytest.raises(Denied) as refused:
        steps.finish_order(order, by=office.front)
    assert refused.value.rule == "R25"
    by_hand = {"state": "done", "done_by": office.front, "done_at": ASKED}
    for who in (office.front, office.back):
        with pytest.raises(BusinessError) as error, acting(who), guards.speaking():
            WorkOrder.objects.filter(pk=order.pk).update(**by_hand)
        assert error.value.code in ("rule.R25", "order.own_name")
    assert WorkOrder.objects.get().state == OrderState.IN_WORK


def test_numbers_have_no_gaps(ask):
    assert [ask().number for _ in range(3)] == ["A-2026-000001", "A-2026-000002", "A-2026-000003"]
    assert ask(at=at("02.01.2027 12:00")).number == "A-2027-000001"


def test_the_evidence_looks_for_gaps_in_them(office, ask):
    ask(), ask()
    NumberRange.objects.filter(key__startswith="workorder:").update(last=3)
    found = [each for each in numbering.ranges_seen_by(office.auditor) if each.what == "Aufträge"]
    assert found == [numbering.Range(office.company.name, "Aufträge", "2026", 2, 3, (3,))]


@pytest.mark.parametrize(
    ("asked", "priority", "due"),
    [
        ("23.11.2026 09:00", Priority.URGENT, "23.11.2026 11:00"),
        ("20.11.2026 16:30", Priority.URGENT, "23.11.2026 09:30"),
        ("23.11.2026 09:00", Priority.NORMAL, "23.11.2026 17:00"),
        ("02.04.2026 16:30", Priority.URGENT, "07.04.2026 09:30"),
        ("23.11.2026 09:00", Priority.LOW, "26.11.2026 09:00"),
    ],
)
def test_when_a_work_order_is_due(ask, asked, priority, due):
    assert ask(at=at(asked), priority=priority).due_at == at(due)


def test_the_head_sets_other_times(office, ask):
    with acting("system:test"):
        ServiceLevel.objects.create(service=Service.objects.get(kind="call_back"), priority="urgent", minutes=30)
    assert ask(kind="call_back", priority="urgent").due_at == at("23.11.2026 09:30")


def test_the_clock_stands_while_the_front_is_asked(office, ask):
    order = ask(priority=Priority.URGENT)
    order = steps.accept_order(order, by=office.back, at=at("23.11.2026 09:30"))
    order = steps.ask_back(order, by=office.back, text="Welche?", at=at("23.11.2026 10:00"))
    assert [order.due_at, order.warn_at] == [None, None]
    assert order.clock.left(at("24.11.2026 10:00")) == timedelta(hours=1)
    order = steps.answer_order(order, by=office.front, text="Die vom März.", at=at("24.11.2026 16:30"))
    assert [order.due_at, order.warn_at] == [at("25.11.2026 08:30"), at("25.11.2026 08:06")]
    order = steps.finish_order(order, by=office.back, at=at("24.11.2026 17:00"))
    assert order.due_at == at("25.11.2026 08:30")
    order = steps.reopen_order(order, by=office.front, text="Falsche Rechnung.", at=at("26.11.2026 08:00"))
    assert order.due_at == at("26.11.2026 08:30")
    assert [message.kind for message in order.messages.all()] == ["question", "answer", "objection"]


def test_another_team_goes_on_with_the_same_clock(office, ask):
    order = steps.accept_order(ask(), by=office.back, at=ASKED)
    order = steps.pass_on(
        order, by=office.back, team=office.other_team, text="Gehört zu euch.", at=at("23.11.2026 12:00")
    )
    assert [order.state, order.team, order.assignee, order.due_at] == [
        "new",
        office.other_team,
        None,
        at("23.11.2026 17:00"),
    ]
    with pytest.raises(BusinessError, match="Back Office"):
        steps.pass_on(order, by=office.manager, team=office.desk)


def told():
    return sorted(Notice.objects.values_list("person__last_name", "title"))


def test_each_order_is_told_of_once_at_80_and_once_at_100_percent(office, ask):
    order = ask(priority=Priority.URGENT)
    assert escalate(at("23.11.2026 10:35")) == [0, 0]
    assert escalate(at("23.11.2026 10:36")) == [0, 1]
    soon = f"{order.number} ist bald fällig: Rechnung 4711"
    assert told() == [("Beleg", soon), ("Buch", soon), ("Manager", soon)]  # nobody has accepted it: the team
    steps.accept_order(order, by=office.back, at=at("23.11.2026 10:40"))
    assert escalate(at("23.11.2026 11:01")) == [1, 0]
    assert escalate(at("23.11.2026 12:00")) == [0, 0]
    late = f"{order.number} ist überfällig: Rechnung 4711"
    assert told() == sorted([("Beleg", soon), ("Buch", soon), ("Manager", soon), ("Buch", late), ("Manager", late)])


def test_nobody_is_reminded_of_what_waits_or_is_done(office, brought):
    for state in (OrderState.WAITING_FRONT, OrderState.DONE, OrderState.CONFIRMED, OrderState.CANCELLED):
        brought(state)
    assert escalate(at("01.12.2026 12:00")) == [0, 0]


def test_what_was_overlooked_for_long_is_told_once(ask):
    ask()
    assert escalate(at("01.12.2026 12:00")) == [1, 0]
    assert escalate(at("01.12.2026 12:05")) == [0, 0]


def test_who_sees_which_orders(office, ask):
    own, mates, strangers = ask(), ask(by=office.mate), ask(by=office.stranger)
    seen = {
        who: [order.pk for order in WorkOrder.objects.visible_to(getattr(office, who)).order_by("pk")] for who in WHO
    }
    desk, all_of_them = [own.pk, mates.pk], [own.pk, mates.pk, strangers.pk]
    assert seen == {
        "front": desk, "mate": desk, "stranger": [strangers.pk], "back": all_of_them, "second": all_of_them,
        "manager": all_of_them, "other": all_of_them, "auditor": all_of_them, "admin": [], "sysadmin": [],
    }  # fmt: skip


def test_internal_notes_stay_in_the_back_office(office, brought):
    order = brought(OrderState.IN_WORK)
    write_message(order, by=office.back, text="Kunde ist schwierig.", internal=True)
    write_message(order, by=office.front, text="Eilt ein wenig.")
    seen = {
        who: [message.text for message in WorkOrderMessage.objects.visible_to(getattr(office, who))]
        for who in ("front", "mate", "stranger", "back", "auditor")
    }
    both = ["Kunde ist schwierig.", "Eilt ein wenig."]
    assert seen == {"front": both[1:], "mate": both[1:], "stranger": [], "back": both, "auditor": both}
    with pytest.raises(Denied):
        write_message(order, by=office.front, text="Psst.", internal=True)


def test_who_has_left_is_spoken_for_by_his_desk(office, brought):
    order = brought(OrderState.DONE)
    with acting("system:test"):
        Person.objects.filter(pk=office.front.pk).update(left_on="2021-01-01")
    order = WorkOrder.objects.get(pk=order.pk)
    with pytest.raises(Denied):
        steps.confirm_order(order, by=office.stranger)
    assert steps.confirm_order(order, by=fresh(office.mate)).state == OrderState.CONFIRMED


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": "call_back"}, "Noch erledigt kein Team"),
        ({"by": "auditor"}, "Revision"),
        ({"by": "back"}, "Front"),
    ],
)
def test_who_asks_for_what_cannot_be_asked(office, ask, facts, sentence):
    with acting("system:test"):
        Service.objects.filter(kind="call_back").delete()
    if "by" in facts:
        facts = {"by": getattr(office, facts["by"])}
    with pytest.raises((BusinessError, Denied), match=sentence):
        ask(**facts)


BY_HAND = [
    ("to begin otherwise", lambda o, x: WorkOrder.objects.create(**x | {"state": "accepted", "assignee": o.back}), "order.beginning"),
    ("in another name", lambda o, x: WorkOrder.objects.create(**x | {"requester": o.mate}), "order.own_name"),
    ("a gap", lambda o, x: WorkOrder.objects.create(**x | {"sequence": 9}), "order.number"),
    ("to a desk", lambda o, x: WorkOrder.objects.create(**x | {"team": o.desk}), "order.team"),
    ("another number", lambda o, x: WorkOrder.objects.update(number="A-2026-000009"), "order.given"),
    ("another text", lambda o, x: WorkOrder.objects.update(title="Anders"), "order.given"),
    ("more time", lambda o, x: WorkOrder.objects.update(minutes=9999), "order.given"),
    ("deleting", lambda o, x: WorkOrder.objects.all()._raw_delete("default"), "order.given"),
    ("a front assignee", lambda o, x: WorkOrder.objects.update(assignee=o.mate), "rule.R25"),
    ("words of another", lambda o, x: WorkOrderMessage.objects.create(order=WorkOrder.objects.first(), author=o.back, at=ASKED, text="x"), "order.own_name"),
    ("an internal note", lambda o, x: WorkOrderMessage.objects.create(order=WorkOrder.objects.first(), author=o.front, at=ASKED, text="x", kind="note"), "rule.R25"),
    ("other words", lambda o, x: WorkOrderMessage.objects.update(text="Anders"), "order.said"),
    ("another pause", lambda o, x: ClockPause.objects.update(began_at=at("23.11.2026 08:00")), "order.clock"),
    ("no pause", lambda o, x: ClockPause.objects.all()._raw_delete("default"), "order.clock"),
]  # fmt: skip


@pytest.mark.parametrize(("write", "code"), [case[1:] for case in BY_HAND], ids=[case[0] for case in BY_HAND])
def test_the_database_refuses(office, brought, write, code):
    order = brought(OrderState.WAITING_FRONT)
    facts = {
        "company": office.company, "year": 2026, "sequence": order.sequence + 1, "number": "A-2026-000002", "kind": "free",
        "title": "T", "requester": office.front, "desk": office.desk, "asked_at": ASKED, "team": office.team, "minutes": 60,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=code), acting(office.front):
        write(office, facts)


def test_somebody_of_the_back_office_cannot_ask_by_hand(office):
    facts = {
        "company": office.company, "year": 2026, "sequence": 1, "number": "A-2026-000001", "kind": "free", "title": "T",
        "requester": office.back, "desk": office.desk, "asked_at": ASKED, "team": office.team, "minutes": 60,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=r"rule\.R25"), acting(office.back):
        WorkOrder.objects.create(**facts)


def test_replacing_is_no_way_either(office, brought):
    order = brought(OrderState.NEW)
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite replaces")
    with pytest.raises(IntegrityError), acting(office.front), connection.cursor() as cursor:
        columns = [field.column for field in WorkOrder._meta.concrete_fields]
        chosen = ", ".join("'other'" if column == "title" else column for column in columns)
        cursor.execute(
            f"INSERT OR REPLACE INTO workorders_workorder ({', '.join(columns)}) SELECT {chosen} FROM workorders_workorder WHERE id = %s",
            [order.pk],
        )
