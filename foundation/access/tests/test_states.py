"""What is asked for about rights, state by state: each is left along its table, and in no other way."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conftest import fresh
from foundation.access import approvals
from foundation.access.actions import breakglass, exceptions
from foundation.access.actions.deputies import name_deputy
from foundation.access.actions.positions import appoint, ask_for_roles, define_position, withdraw_appointment
from foundation.access.actions.requests import withdraw_request
from foundation.access.actions.roles import request_role
from foundation.access.actions.terms import change_term
from foundation.access.choices import (
    APPOINTMENT_MOVES,
    APPROVAL_MOVES,
    GLASS_MOVES,
    REQUEST_MOVES,
    AppointmentState,
    ApprovalState,
    Glass,
    RequestState,
)
from foundation.access.decisions import Denied
from foundation.access.models import Role, Term
from foundation.desk.addresses import change_data
from foundation.desk.helping import request_help
from foundation.desk.tests.conftest import without_guards
from foundation.lib.errors import Conflict
from foundation.organisation.models import Unit
from foundation.records.actor import acting
from foundation.records.states import move

__all__ = ["without_guards"]
TODAY = timezone.localdate()
LAST = TODAY + timedelta(days=5)


class Cases:
    """How each is asked for. Whoever is needed to decide holds the role for it already."""

    def __init__(self, cast):
        self.cast = cast

    def role(self):
        facts = {"person": self.cast.other, "role": Role.objects.get(pk="back.vendor"), "valid_from": TODAY}
        return request_role(by=self.cast.admin, reason="x", **facts)

    def deputy(self):
        cast = self.cast
        return name_deputy(
            by=cast.back, principal=cast.back, person=cast.other, roles=Role.objects.filter(pk="back.accounting"),
            valid_from=TODAY, valid_to=LAST, reason="x",
        )  # fmt: skip

    def profile(self):
        return exceptions.request_profile(by=self.cast.admin, profile="small", reason="x")

    def term(self):
        return change_term(Term.objects.get(pk="deputy.longest"), by=self.cast.admin, days=20, reason="x")

    def help(self):
        return request_help(self.cast.other, by=self.cast.admin, lost="factor", reason="x")

    def address(self):
        return change_data(self.cast.other, by=self.cast.admin, email="neu@nordlicht.example")

    def glass(self):
        return breakglass.ask_break_glass(by=self.cast.sysadmin, reason="x", minutes=10)

    def appointment(self):
        with acting("system:test"):
            Unit.objects.filter(pk=self.cast.unit.pk).update(head=self.cast.second)
            unit = Unit.objects.get(pk=self.cast.unit.pk)
            roles = Role.objects.filter(pk="back.vendor")
        position = define_position(by=self.cast.admin, name="Einkauf", unit=unit, roles=roles)
        with acting(self.cast.admin):
            return appoint(person=self.cast.other, position=position, by=self.cast.admin, on=TODAY)


@dataclass(frozen=True)
class Machine:
    states: type
    moves: dict
    names: tuple

    def after(self, event, before):
        return self.moves[event].get(before)


MACHINES = (
    Machine(RequestState, REQUEST_MOVES, ("role", "deputy", "profile", "term", "help", "address")),
    Machine(Glass, GLASS_MOVES, ("glass",)),
    Machine(AppointmentState, APPOINTMENT_MOVES, ("appointment",)),
)
STATES = [(machine, name, state) for machine in MACHINES for name in machine.names for state in machine.states]
WAYS = {"granted": "grant", "refused": "refuse", "withdrawn": "withdraw", "open": "begin"}


def decide(cast, row, vote):
    """On the one approval that waits, or else on the last there was; as if there were one where nobody asked yet."""
    about = approvals.approvals_about(row)
    if not about:
        move(row, APPOINTMENT_MOVES, {"yes": "grant", "no": "refuse"}[vote], otherwise=approvals.decided_meanwhile())
    approvals.vote(about.filter(state="pending").first() or about.last(), by=fresh(cast.admin2), vote=vote)


def grant_position(cast, row):
    first = approvals.pending_about(row).filter(kind="access.position").first()
    if first:
        approvals.vote(first, by=fresh(cast.manager), vote="yes")
    decide(cast, row, "yes")


def act(cast, machine, event, row):
    of_position = machine.moves is APPOINTMENT_MOVES
    withdraw = withdraw_appointment if of_position else withdraw_request
    with acting("system:test"):
        {
            "ask": lambda: ask_for_roles(row, by=fresh(cast.second)),
            "grant": lambda: grant_position(cast, row) if of_position else decide(cast, row, "yes"),
            "begin": lambda: decide(cast, row, "yes"),
            "refuse": lambda: refuse(cast, row, of_position),
            "withdraw": lambda: withdraw(row, by=cast.admin),
            "end": lambda: breakglass.end_break_glass(row, by=cast.sysadmin),
        }[event]()


def refuse(cast, row, of_position):
    waiting = approvals.pending_about(row).first()
    if of_position and waiting:
        approvals.vote(waiting, by=fresh(cast.manager), vote="no")
    else:
        decide(cast, row, "no")


def brought(cast, machine, name, state):
    """The row in this state, by the events that lead there."""
    row = getattr(Cases(cast), name)()
    if state not in ("planned", "withdrawn") and machine.moves is APPOINTMENT_MOVES:
        act(cast, machine, "ask", row)
        row = again(row)
    if state == Glass.ENDED:
        act(cast, machine, "begin", row)
        act(cast, machine, "end", again(row))
    elif state in WAYS:
        act(cast, machine, WAYS[state], row)
    return again(row)


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


@pytest.mark.parametrize(("machine", "name", "state"), STATES, ids=[f"{name}-{state}" for _m, name, state in STATES])
def test_each_state_is_left_along_the_table_only(cast, machine, name, state):
    row = brought(cast, machine, name, state)
    assert row.state == state
    for event in machine.moves:
        after, point = machine.after(event, state), transaction.savepoint()
        if after:
            act(cast, machine, event, again(row))
        else:
            with pytest.raises((Conflict, Denied)):
                act(cast, machine, event, again(row))
        assert again(row).state == (after or state)
        transaction.savepoint_rollback(point)
    ways = {machine.after(event, state) for event in machine.moves}
    for wrong in set(machine.states) - ways - {state}:
        with pytest.raises(IntegrityError), transaction.atomic(), acting("system:attack"):
            type(row)._base_manager.filter(pk=row.pk).update(state=wrong)


@pytest.mark.parametrize("state", ApprovalState)
def test_what_was_decided_stays_decided(cast, without_guards, state):
    row = Cases(cast).role()
    approval = approvals.pending_about(row).get()
    if state == ApprovalState.VOID:
        with acting("system:attack"), without_guards():
            type(row).objects.update(role_id="back.payroll")
    {
        ApprovalState.APPROVED: lambda: decide(cast, row, "yes"),
        ApprovalState.VOID: lambda: decide(cast, row, "yes"),
        ApprovalState.REJECTED: lambda: decide(cast, row, "no"),
        ApprovalState.WITHDRAWN: lambda: approvals.withdraw(approval, by=cast.admin),
        ApprovalState.PENDING: lambda: None,
    }[state]()
    approval = again(approval)
    assert approval.state == state
    for wrong in set(ApprovalState) - {moves.get(state) for moves in APPROVAL_MOVES.values()} - {state}:
        with pytest.raises(IntegrityError), transaction.atomic(), acting("system:attack"):
            type(approval).objects.filter(pk=approval.pk).update(state=wrong)
    if state == ApprovalState.PENDING:
        return
    for event in (
        lambda: decide(cast, row, "yes"),
        lambda: decide(cast, row, "no"),
        lambda: approvals.withdraw(approval, by=cast.admin),
    ):
        with pytest.raises(Conflict) as no:
            event()
        assert no.value.status == 409
