"""What the database itself keeps of deals, by whatever way somebody tries. And every way through the states."""

from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from conftest import fresh
from foundation.lib.errors import Conflict
from foundation.records import guards
from foundation.records.actor import acting
from settlement.choices import TRANSITIONS, DealEvent, DealState
from settlement.errors import next_state
from settlement.models import Cancellation, Deal, DealEditor

from .conftest import EVENING

pytestmark = pytest.mark.django_db

# Those that need no more than a move. What further ones ask for is tried where deals are settled.
WAYS = {
    DealState.CAPTURED: [],
    DealState.BLOCKED: ["blocked"],
    DealState.CONFIRMED: ["confirmed"],
    DealState.CANCELLED: ["cancelled"],
}


def granted(deal, by):
    """The front office asked for the cancellation, and `by` granted it."""
    with acting(deal.trader):
        Cancellation.objects.create(deal=deal, reason="Doppelt", asked_by=deal.trader)
    with acting(by):
        Cancellation.objects.filter(deal=deal).update(state="granted", decided_by=by, decided_at=timezone.now())


def moved(deal, way, by):
    if "cancelled" in way:
        granted(deal, by)
    with acting(by):
        for state in way:
            Deal.objects.filter(pk=deal.pk).update(state=state)
    deal.refresh_from_db()
    return deal


def refused(by, attack):
    with pytest.raises(IntegrityError) as caught, acting(by), transaction.atomic():
        attack()
    return guards.explain(caught.value).code


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(("state", "event"), list(product(DealState, DealEvent)))
def test_the_table_of_transitions(state, event):
    deal = Deal(state=state, number="G-2026-000001")
    after = TRANSITIONS[event].get(state)
    if after:
        assert next_state(deal, event) == after
    else:
        with pytest.raises(Conflict) as caught:
            next_state(deal, event)
        assert (caught.value.code, caught.value.status) == ("deal.transition", 409)


@pytest.mark.parametrize("before", WAYS)
def test_the_database_moves_along_the_same_table(floor, capture, before):
    """Whatever else it may ask for on the way."""
    deal = moved(capture(), WAYS[before], fresh(floor.settler))
    ways = {after for moves in TRANSITIONS.values() for start, after in moves.items() if start == before}
    for after in set(DealState) - ways - {before}:
        assert refused(floor.settler2, lambda after=after: Deal.objects.filter(pk=deal.pk).update(state=after))
    for after in ways & {DealState.CAPTURED, DealState.BLOCKED, DealState.CONFIRMED}:
        with acting(floor.settler2):
            point = transaction.savepoint()
            assert Deal.objects.filter(pk=deal.pk).update(state=after)
            transaction.savepoint_rollback(point)
    assert Deal.objects.get(pk=deal.pk).state == before


BY_ANOTHER = [
    ("number", "UPDATE settlement_deal SET number = 'G-2026-000009' WHERE id = %s", "deal.given"),
    ("sequence", "UPDATE settlement_deal SET sequence = 9 WHERE id = %s", "deal.given"),
    ("year", "UPDATE settlement_deal SET year = 2025 WHERE id = %s", "deal.given"),
    ("trader", "UPDATE settlement_deal SET trader_id = captured_by_id + 1 WHERE id = %s", "deal.given"),
    ("capturer", "UPDATE settlement_deal SET captured_by_id = trader_id + 1 WHERE id = %s", "deal.given"),
    (
        "time",
        "UPDATE settlement_deal SET traded_at = agreed_at, agreed_at = traded_at, year = 1 WHERE id = %s",
        "deal.given",
    ),
    ("desk", "UPDATE settlement_deal SET desk_id = desk_id + 1 WHERE id = %s", "deal.given"),
    ("product", "UPDATE settlement_deal SET product = 'fx_forward' WHERE id = %s", "deal.given"),
    ("lateness", "UPDATE settlement_deal SET late = NOT late WHERE id = %s", "rule.R12"),
    ("cut-off", "UPDATE settlement_deal SET cut_off = traded_at WHERE id = %s", "rule.R12"),
    ("amount", "UPDATE settlement_deal SET amount = 1 WHERE id = %s", "deal.trader"),
    ("price", "UPDATE settlement_deal SET price = 2 WHERE id = %s", "deal.trader"),
    ("side agreements", "UPDATE settlement_deal SET side_agreements = 'Rabatt' WHERE id = %s", "deal.trader"),
    ("delete", "DELETE FROM settlement_deal WHERE id = %s", "deal.stays"),
    ("forgetting who edited", "DELETE FROM settlement_dealeditor WHERE deal_id = %s", "deal.editors"),
]


@pytest.mark.parametrize(("statement", "code"), [case[1:] for case in BY_ANOTHER], ids=[case[0] for case in BY_ANOTHER])
def test_what_stays_whoever_tries(floor, capture, statement, code):
    deal = capture(at=EVENING)
    with acting(floor.trader):
        DealEditor.objects.create(deal=deal, person=floor.trader)
    assert refused(floor.settler, lambda: sql(statement, deal.pk)) == code


@pytest.mark.parametrize("state", [DealState.CONFIRMED, DealState.CANCELLED])
def test_terms_change_no_more_after_the_confirmation(floor, capture, state):
    deal = moved(capture(), WAYS[state], floor.settler)
    assert refused(floor.trader, lambda: Deal.objects.filter(pk=deal.pk).update(price=2)) == "deal.terms"


def test_nobody_cancels_what_the_front_did_not_ask_for(floor, capture):
    deal = capture()
    assert refused(floor.settler, lambda: Deal.objects.filter(pk=deal.pk).update(state="cancelled")) == (
        "deal.cancelled_unasked"
    )


@pytest.mark.parametrize("state", ["confirmed", "cancelled"])
def test_its_trader_does_not_decide(floor, capture, state):
    deal = capture()
    assert refused(floor.trader, lambda: Deal.objects.filter(pk=deal.pk).update(state=state)) == "rule.R04"


def test_its_trader_does_not_lift_the_block(floor, capture):
    deal = moved(capture(), ["blocked"], floor.trader)
    assert refused(floor.trader, lambda: Deal.objects.filter(pk=deal.pk).update(state="captured")) == "rule.R04"


def test_an_editor_does_not_confirm(floor, capture):
    deal = capture()
    with acting(floor.settler):
        DealEditor.objects.create(deal=deal, person=floor.settler)
    assert refused(floor.settler, lambda: Deal.objects.filter(pk=deal.pk).update(state="confirmed")) == "rule.R04"


def _copy(deal, **changes):
    copy = Deal.objects.get(pk=deal.pk)
    copy.pk, copy.sequence, copy.number = None, deal.sequence + 1, "G-2026-000002"
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"state": "confirmed"}, "deal.beginning"),
        ({"sequence": 7, "number": "G-2026-000007"}, "deal.number"),
        ({"sequence": 0}, "deal.number"),
    ],
)
def test_a_deal_begins_at_the_beginning(floor, capture, changes, code):
    copy = _copy(capture(), **changes)
    assert refused(floor.trader, lambda: Deal.objects.bulk_create([copy])) == code


def test_nobody_captures_in_the_name_of_another(floor, capture):
    copy = _copy(capture())
    assert refused(floor.colleague, copy.save) == "deal.own_name"
    assert refused("system:shell", copy.save) == "deal.own_name"


def test_lateness_is_arithmetic(floor, capture):
    copy = _copy(capture(at=EVENING), late=False)
    with pytest.raises(IntegrityError, match="deal_late_by_the_clock"), acting(floor.trader), transaction.atomic():
        copy.save()


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_no_deal_is_replaced(floor, capture):
    deal = capture()
    columns = ", ".join(f'"{field.column}"' for field in Deal._meta.concrete_fields)
    statement = (
        f"INSERT OR REPLACE INTO settlement_deal ({columns}) SELECT {columns} FROM settlement_deal WHERE id = %s"
    )
    assert refused(floor.trader, lambda: sql(statement, deal.pk)) in ("deal.stays", "deal.number")


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_the_table_is_not_truncated(floor, capture):
    capture()
    connection.check_constraints()
    assert refused(floor.settler, lambda: sql("TRUNCATE settlement_deal CASCADE")) in ("deal.stays", "deal.editors")
