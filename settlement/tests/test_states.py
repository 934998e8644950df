"""Every state of what settlement keeps beside the deal, and every way out of it: along its table, or not at all."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from conftest import fresh
from foundation.lib.errors import Conflict
from foundation.records.actor import acting
from settlement.actions.cancellations import ask_cancellation, decide_cancellation
from settlement.actions.confirmations import (
    assign_confirmation,
    clear_discrepancy,
    close_discrepancy,
    confirm_deal,
    reopen_discrepancy,
    return_confirmation,
)
from settlement.actions.market import decide_market
from settlement.actions.settlements import (
    Instruction,
    change_instruction,
    propose_settlement,
    release_settlement,
    withdraw_settlement,
)
from settlement.choices import (
    CANCELLATION_MOVES,
    CONFIRMATION_MOVES,
    DISCREPANCY_MOVES,
    MARKET_MOVES,
    SETTLEMENT_MOVES,
    CancellationState,
    ConfirmationState,
    DiscrepancyState,
    MarketOutcome,
    SettlementState,
)
from settlement.models import MarketCheck


@dataclass(frozen=True)
class Machine:
    states: type
    moves: dict
    column: str = "state"

    def after(self, event, before):
        return self.moves[event].get(before)

    def ways(self, before):
        return {moves[before] for moves in self.moves.values() if before in moves}


MACHINES = {
    "confirmation": Machine(ConfirmationState, CONFIRMATION_MOVES),
    "discrepancy": Machine(DiscrepancyState, DISCREPANCY_MOVES),
    "market": Machine(MarketOutcome, MARKET_MOVES, "outcome"),
    "settlement": Machine(SettlementState, SETTLEMENT_MOVES),
    "cancellation": Machine(CancellationState, CANCELLATION_MOVES),
}
STATES = [(name, state) for name, machine in MACHINES.items() for state in machine.states]


class Office:
    """What each of them does, by whom it may be done."""

    def __init__(self, office, capture, answer, matched):
        self.office, self.capture, self.answer, self.matched = office, capture, answer, matched
        self.account = Instruction(office.account, "Valuta")

    def confirmation(self, state):
        if state == ConfirmationState.SENT:
            return confirm_deal(self.capture(), by=self.office.settler)
        return self._led("confirmation", self.answer(), state)

    def discrepancy(self, state):
        row = self.answer(self.capture(), amount=1_00).discrepancies.get()
        return self._led(
            "discrepancy", row, *([DiscrepancyState.CLEARED] if state == DiscrepancyState.CLOSED else []), state
        )

    def market(self, state):
        if state == MarketOutcome.CONFORM:
            with acting(self.office.settler):
                return MarketCheck.objects.create(
                    deal=self.capture(), tolerance=1, outcome=state, checked_by=self.office.settler
                )
        return self._led("market", confirm_deal(self.capture(), by=self.office.settler).deal.market_check, state)

    def settlement(self, state):
        row = propose_settlement(self.matched(), by=self.office.settler, instruction=self.account)
        return self._led("settlement", row, state)

    def cancellation(self, state):
        return self._led(
            "cancellation", ask_cancellation(self.capture(), by=self.office.trader, reason="Doppelt"), state
        )

    def _led(self, name, row, *states):
        """Along the table to these states, one after the other."""
        machine = MACHINES[name]
        for state in states:
            before = getattr(row, machine.column)
            for event in machine.moves:
                if before != state and machine.after(event, before) == state:
                    self.do(name, event, row)
                    row = type(row).objects.get(pk=row.pk)
                    break
        return row

    def do(self, name, event, row):
        settler, second, risk = (fresh(getattr(self.office, who)) for who in ("settler", "settler2", "controller"))
        {
            "agree": lambda: assign_confirmation(row, row.deal or self.capture(), by=settler),
            "differ": lambda: assign_confirmation(row, row.deal or self.capture(price=Decimal("2")), by=settler),
            "send_back": lambda: return_confirmation(row, by=settler, reason="Nicht für uns"),
            "clear": lambda: clear_discrepancy(row, by=settler, clearing="corrected", cause="Tippfehler"),
            "reopen": lambda: reopen_discrepancy(row, by=second, reason="Nein"),
            "close": lambda: close_discrepancy(row, by=second),
            "explain": lambda: decide_market(row, by=risk, explained=True, reason="Plattform"),
            "reject": lambda: decide_market(row, by=risk, explained=False, reason="Faktor 100"),
            "change": lambda: change_instruction(row, by=settler, instruction=self.account),
            "release": lambda: release_settlement(row, by=second, seen=Instruction(row.bank_account, row.purpose)),
            "withdraw": lambda: withdraw_settlement(row, by=settler, reason="Falsch"),
            "grant": lambda: decide_cancellation(row, by=settler, granted=True),
            "decline": lambda: decide_cancellation(row, by=settler, granted=False, answer="Gilt"),
        }[event]()  # fmt: skip


@pytest.fixture
def at_work(office, capture, answer, matched):
    return Office(office, capture, answer, matched)


@pytest.mark.parametrize(("name", "state"), STATES)
def test_each_state_is_left_along_the_table_only(at_work, name, state):
    machine, row = MACHINES[name], getattr(at_work, name)(state)
    stands = type(row).objects.filter(pk=row.pk).values_list(machine.column, flat=True)
    assert stands.get() == state
    for event in machine.moves:
        after, point = machine.after(event, state), transaction.savepoint()
        if after:
            at_work.do(name, event, stands.model.objects.get(pk=row.pk))
        else:
            with pytest.raises(Conflict) as refused:
                at_work.do(name, event, stands.model.objects.get(pk=row.pk))
            assert refused.value.status == 409
        assert stands.get() == (after or state)
        transaction.savepoint_rollback(point)
    for wrong in set(machine.states) - machine.ways(state) - {state}:
        with pytest.raises(IntegrityError), acting(at_work.office.settler2), transaction.atomic():
            stands.update(**{machine.column: wrong})
