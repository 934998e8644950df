"""From the captured deal to the payment order: who may do which step, and what each leaves behind."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounting.actions.payments import release_payments
from accounting.models import Entry, PaymentOrder
from conftest import fresh
from foundation.access.actions.closing import close_what_ended
from foundation.access.decisions import Denied
from foundation.access.models import Takeover
from foundation.access.policy import can
from foundation.lib.errors import BusinessError, Conflict
from foundation.organisation.models import Person
from foundation.records.actor import acting
from settlement.actions.confirmations import (
    CLOSE,
    assign_confirmation,
    clear_discrepancy,
    close_discrepancy,
    confirm_deal,
    hand_over_discrepancy,
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
from settlement.models import Confirmation, Deal, Discrepancy, MarketCheck, Settlement


def again(row):
    return type(row).objects.get(pk=row.pk)


def instruction(office, purpose="G-2026"):
    return Instruction(office.account, purpose)


def seen(settlement):
    return Instruction(settlement.bank_account, settlement.purpose)


@pytest.fixture
def proposed(office, matched):
    def proposed(by=None, **terms):
        return propose_settlement(matched(**terms), by=by or office.settler, instruction=instruction(office))

    return proposed


def test_the_way_of_a_deal(office, capture, answer):
    deal = capture()
    confirm_deal(deal, by=office.settler)
    assert again(deal).state == "confirmed"
    answer(again(deal))
    assert again(deal).state == "matched"
    decide_market(deal.market_check, by=office.controller, explained=True, reason="Kurs der Plattform")
    settlement = propose_settlement(again(deal), by=office.settler, instruction=instruction(office))
    release_settlement(settlement, by=office.settler, seen=seen(settlement))
    settlement, deal = again(settlement), again(deal)
    payment = PaymentOrder.objects.get()
    assert (deal.state, settlement.state, settlement.released_by) == ("settled", "released", office.settler)
    assert (settlement.entry.document_number, settlement.entry.state) == (deal.number, "draft")
    assert [(line.account.number, line.amount) for line in settlement.entry.lines.select_related("account")] == [
        ("1360", deal.risk_amount), ("1200", -deal.risk_amount)
    ]  # fmt: skip
    assert (payment.origin, payment.amount, payment.currency, payment.due, payment.entry) == (
        deal.number, 108_250_00, "USD", date(2026, 3, 18), settlement.entry
    )  # fmt: skip


def test_a_failure_takes_everything_back(office, proposed, settings, monkeypatch):
    settlement = proposed()

    def fail(name):
        if name == "settlement.after_payments":
            raise OSError("the plug was pulled")

    monkeypatch.setattr("settlement.actions.settlements.faults.point", fail)
    with pytest.raises(OSError):
        release_settlement(settlement, by=office.settler, seen=seen(settlement))
    assert (again(settlement).state, again(settlement.deal).state) == ("proposed", "matched")
    assert not Entry.objects.exists() and not PaymentOrder.objects.exists()


@pytest.mark.parametrize("who", ["trader", "colleague", "head", "front_board"])
def test_the_front_confirms_nothing(office, capture, who):
    with pytest.raises(Denied) as refused:
        confirm_deal(capture(), by=fresh(getattr(office, who)))
    assert refused.value.decision.rule == "R04"


@pytest.mark.parametrize("who", ["trader", "settler", "back_head", "front_board"])
def test_only_risk_control_judges_the_market(office, capture, who):
    deal = capture()
    confirm_deal(deal, by=office.settler)
    with pytest.raises(Denied) as refused:
        decide_market(deal.market_check, by=fresh(getattr(office, who)), explained=True, reason="passt")
    assert refused.value.decision.rule == "R13"
    assert again(deal.market_check).outcome == "open"


def test_a_rejected_price_is_never_settled(office, capture, answer):
    deal = capture()
    answer(deal)
    decide_market(deal.market_check, by=office.controller, explained=False, reason="Faktor 100")
    with pytest.raises(Conflict, match="rejected|zurückgewiesen"):
        propose_settlement(again(deal), by=office.settler, instruction=instruction(office))
    with pytest.raises(Conflict):
        decide_market(deal.market_check, by=office.risk_head, explained=True, reason="doch")


# --- Discrepancies ---------------------------------------------------------------------------------------------------


@pytest.fixture
def differing(capture, answer):
    deal = capture()
    answer(deal, amount=100_001_00, value_date=date(2026, 3, 19))
    return again(deal)


def test_each_difference_is_a_discrepancy(differing):
    assert differing.state == "confirmed"
    assert [(found.field, found.ours, found.theirs) for found in differing.discrepancies.order_by("pk")] == [
        ("amount", "10000000", "10000100"), ("value_date", "2026-03-18", "2026-03-19")
    ]  # fmt: skip


def test_two_persons_close_a_discrepancy_and_the_last_one_matches_the_deal(office, differing):
    for found in differing.discrepancies.all():
        clear_discrepancy(found, by=office.settler, clearing="corrected", cause="Tippfehler der Bank")
        with pytest.raises(BusinessError) as refused:
            close_discrepancy(found, by=office.settler)
        assert refused.value.rule == "R03"
        close_discrepancy(found, by=office.settler2)
    assert again(differing).state == "matched"


def test_where_ours_was_wrong_the_deal_is_not_matched(office, differing):
    for found in differing.discrepancies.all():
        clear_discrepancy(found, by=office.settler, clearing="ours", cause="falsch erfasst")
        close_discrepancy(found, by=office.settler2)
    assert again(differing).state == "confirmed"
    with acting(office.settler), pytest.raises(IntegrityError, match="deal.not_confirmed"), transaction.atomic():
        Deal.objects.filter(pk=differing.pk).update(state="matched")


def test_the_lead_stays_outside_the_front(office, differing):
    found = differing.discrepancies.first()
    with pytest.raises(BusinessError, match="Händel"):
        hand_over_discrepancy(found, by=office.settler, owner=fresh(office.trader))
    hand_over_discrepancy(found, by=office.settler, owner=fresh(office.back_head))
    assert again(found).owner == office.back_head


DISCREPANCY = {("clear", "open"): "cleared", ("reopen", "cleared"): "open", ("close", "cleared"): "closed"}


@pytest.mark.parametrize("event", ["clear", "reopen", "close"])
@pytest.mark.parametrize("state", ["open", "cleared", "closed"])
def test_a_discrepancy_moves_as_the_table_says(office, differing, state, event):
    found = differing.discrepancies.first()
    if state != "open":
        clear_discrepancy(found, by=office.settler, clearing="agreed", cause="gleich")
    if state == "closed":
        close_discrepancy(found, by=office.settler2)
    do = {
        "clear": lambda: clear_discrepancy(found, by=office.settler2, clearing="agreed", cause="gleich"),
        "reopen": lambda: reopen_discrepancy(found, by=office.settler2, reason="stimmt nicht"),
        "close": lambda: close_discrepancy(found, by=office.settler2),
    }[event]
    if after := DISCREPANCY.get((event, state)):
        do()
    else:
        after = state
        with pytest.raises(Conflict):
            do()
    assert again(found).state == after


# --- Confirmations ---------------------------------------------------------------------------------------------------


def test_the_same_confirmation_is_taken_in_once(capture, answer):
    answer(capture())
    with pytest.raises(Conflict, match="schon aufgenommen|taken in before"):
        answer()
    assert Confirmation.objects.filter(way="in").count() == 1


def test_a_confirmation_of_somebody_else_fits_no_deal(office, capture, answer):
    deal = capture()
    with acting("system:test"):
        other = type(office.bank).objects.create(company=office.company, number="70002", kind="both", name="Ostsee")
    word = answer(counterparty=other)
    with pytest.raises(Conflict, match="Ostsee"):
        assign_confirmation(word, deal, by=office.settler)
    assert (again(word).state, again(deal).state) == ("open", "captured")
    return_confirmation(word, by=office.settler, reason="kein Geschäft mit uns")
    assert again(word).state == "returned"


def test_what_was_said_stays(office, capture, answer):
    deal = capture()
    word = answer(deal)
    for change in ({"amount": 1}, {"deal": None, "state": "open"}, {"value_date": date(2026, 4, 1)}):
        with acting(office.settler), pytest.raises(IntegrityError), transaction.atomic():
            Confirmation.objects.filter(pk=word.pk).update(**change)


# --- Settlement: four eyes -------------------------------------------------------------------------------------------

LARGE = {"amount": 600_000_00}


def test_below_the_four_eyes_amount_one_person_settles(office, proposed):
    settlement = proposed()
    release_settlement(settlement, by=office.settler, seen=seen(settlement))


def test_from_the_four_eyes_amount_on_another_person_releases(office, proposed):
    settlement = proposed(**LARGE)
    change_instruction(settlement, by=office.settler2, instruction=instruction(office, "anders"))
    for who in ("settler", "settler2"):
        with pytest.raises(Denied) as refused:
            release_settlement(again(settlement), by=fresh(getattr(office, who)), seen=seen(again(settlement)))
        assert refused.value.decision.rule == "R03"
    release_settlement(settlement, by=office.back_head, seen=seen(again(settlement)))
    assert again(settlement).released_by == office.back_head


def test_what_was_changed_meanwhile_is_looked_at_again(office, proposed):
    settlement = proposed(**LARGE)
    looked_at = seen(settlement)
    change_instruction(settlement, by=office.settler, instruction=instruction(office, "anders"))
    with pytest.raises(Conflict, match="look again|noch einmal"):
        release_settlement(settlement, by=office.settler2, seen=looked_at)
    assert again(settlement).state == "proposed"


SETTLEMENT = {
    ("change", "proposed"): "proposed",
    ("release", "proposed"): "released",
    ("withdraw", "proposed"): "withdrawn",
}


@pytest.mark.parametrize("event", ["change", "release", "withdraw"])
@pytest.mark.parametrize("state", ["proposed", "released", "withdrawn"])
def test_a_settlement_moves_as_the_table_says(office, proposed, state, event):
    settlement = proposed()
    if state == "released":
        release_settlement(settlement, by=office.settler, seen=seen(settlement))
    if state == "withdrawn":
        withdraw_settlement(settlement, by=office.settler, reason="falsch")
    do = {
        "change": lambda: change_instruction(settlement, by=office.settler, instruction=instruction(office, "neu")),
        "release": lambda: release_settlement(settlement, by=office.settler, seen=seen(settlement)),
        "withdraw": lambda: withdraw_settlement(settlement, by=office.settler, reason="falsch"),
    }[event]
    if after := SETTLEMENT.get((event, state)):
        do()
    else:
        after = state
        with pytest.raises(Conflict):
            do()
    assert again(settlement).state == after


# --- The database, whoever writes ------------------------------------------------------------------------------------

BY_THE_TRADER = {
    "match": (Deal, {"state": "matched"}),
    "market": (MarketCheck, {"outcome": "explained", "reason": "x"}),
    "clear": (Discrepancy, {"state": "cleared"}),
}


@pytest.mark.parametrize("what", ["match", "settle", "market", "clear", "release"])
def test_the_trader_gets_past_nothing(office, capture, answer, matched, what):
    """Raw writes in the trader's name, as a shell or a forged form would make them."""
    if what in ("settle", "release"):
        deal = matched()
        settlement = propose_settlement(deal, by=office.settler, instruction=instruction(office))
        rows = Settlement.objects.filter(pk=settlement.pk) if what == "release" else Deal.objects.filter(pk=deal.pk)
        change = (
            {"state": "released", "released_by": office.trader, "released_at": settlement.made_at, "entry": 1}
            if what == "release"
            else {"state": "settled"}
        )
    else:
        deal = capture()
        answer(deal, amount=1_00)
        model, change = BY_THE_TRADER[what]
        rows = model.objects.filter(pk=deal.pk) if model is Deal else model.objects.filter(deal=deal)
        if what == "market":
            change = {**change, "decided_by": office.trader}
        if what == "clear":
            change = {**change, "cleared_by": office.trader}
    with acting(office.trader), pytest.raises(IntegrityError, match=r"rule\.R|deal\."), transaction.atomic():
        rows.update(**change)


def test_no_deal_is_settled_beside_its_settlement(office, matched):
    deal = matched()
    with acting(office.settler), pytest.raises(IntegrityError, match="deal.not_released"), transaction.atomic():
        Deal.objects.filter(pk=deal.pk).update(state="settled")


def test_the_payment_is_released_by_neither_of_them(office, proposed):
    settlement = proposed()
    release_settlement(settlement, by=office.settler, seen=seen(settlement))
    payment = PaymentOrder.objects.get()
    for who in (office.settler, office.trader, office.back_head):
        with pytest.raises(Denied):
            release_payments([payment], by=fresh(who))


def test_a_price_within_the_tolerance_needs_nobody(office, capture, monkeypatch):
    found = SimpleNamespace(price=Decimal("1.0820"), source="EZB", on=date(2026, 3, 16))
    monkeypatch.setattr("settlement.actions.market.reference_of", lambda deal: found)
    deal = capture()
    confirm_deal(deal, by=office.settler)
    check = deal.market_check
    assert (check.outcome, check.deviation, check.source) == ("conform", Decimal("0.0462"), "EZB")


def test_the_lead_of_who_has_left_goes_to_who_may_close_it(office, differing):
    found = differing.discrepancies.first()
    with acting("system:test"):
        Person.objects.filter(pk=found.owner_id).update(left_on=timezone.localdate() - timedelta(days=1))
    close_what_ended(timezone.now())
    owner = again(found).owner
    assert owner != found.owner
    assert can(fresh(owner), CLOSE, again(found))
    takeover = Takeover.objects.filter(subject_key=str(found.pk), subject_table=found._meta.db_table).get()
    assert (takeover.leaver, takeover.taker, takeover.way) == (found.owner, owner, "holder")
