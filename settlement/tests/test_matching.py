"""Ours and theirs, field by field."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from settlement.calc.flows import Flow, flows_of
from settlement.calc.market import code_of, deviation, outcome_of
from settlement.calc.matching import Terms, differences
from settlement.models import Deal

OURS = Terms(
    counterparty=7, product="fx_spot", direction="buy", amount=100_000_00, currency="EUR", price=Decimal("1.0825"),
    value_date=date(2026, 3, 18), counter_amount=108_250_00, counter_currency="USD", instructions=frozenset({"DE1"}),
)  # fmt: skip
THEIRS = replace(OURS, instructions=frozenset())

CASES = [
    ({}, []),
    ({"counterparty": 8}, ["counterparty"]),
    ({"product": "fx_forward"}, ["product"]),
    ({"direction": "sell"}, ["direction"]),
    ({"amount": 100_000_01}, ["amount"]),
    ({"currency": "CHF"}, ["currency"]),
    ({"price": Decimal("1.0826")}, ["price"]),
    ({"price": Decimal("1.082500")}, []),
    ({"price": None}, []),  # a confirmation of both amounts may leave the rate out
    ({"counter_amount": 108_250_01}, ["counter_amount"]),
    ({"counter_amount": None, "counter_currency": ""}, []),
    ({"counter_currency": "GBP"}, ["counter_currency"]),
    ({"value_date": date(2026, 3, 19)}, ["value_date"]),
    ({"instruction": "DE1"}, []),
    ({"instruction": "DE2"}, ["instruction"]),
    ({"amount": 1, "value_date": date(2026, 3, 19), "price": Decimal(2)}, ["amount", "price", "value_date"]),
]


@pytest.mark.parametrize(("said", "fields"), CASES)
def test_what_differs(said, fields):
    assert [difference.field for difference in differences(OURS, replace(THEIRS, **said))] == fields


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("1.08254321", "1.0825", True),  # rounded to four places
        ("1.08255001", "1.0825", False),
        ("1.08254321", "1.08254", True),
        ("1.08254321", "1.08255", False),
        ("1.0825", "1.08", False),  # by more than four places nobody rounds a price
    ],
)
def test_a_price_may_be_rounded(ours, theirs, same):
    found = differences(replace(OURS, price=Decimal(ours)), replace(THEIRS, price=Decimal(theirs)))
    assert (found == []) is same


def deal(**facts):
    given = {
        "product": "fx_spot",
        "direction": "buy",
        "amount": 100,
        "currency": "EUR",
        "value_date": date(2026, 3, 18),
    }
    return Deal(**given | facts)


DAY = date(2026, 3, 18)
FLOWS = [
    (deal(counter_amount=108, counter_currency="USD"), [Flow(False, 100, "EUR", DAY), Flow(True, 108, "USD", DAY)]),
    (
        deal(direction="sell", counter_amount=108, counter_currency="USD"),
        [Flow(True, 100, "EUR", DAY), Flow(False, 108, "USD", DAY)],
    ),
    (
        deal(product="money_market", counter_amount=101, days=30),
        [Flow(False, 100, "EUR", DAY), Flow(True, 101, "EUR", date(2026, 4, 17))],
    ),
    (deal(product="commodity"), [Flow(True, 100, "EUR", DAY)]),
    (deal(product="goods_contract", direction="sell"), [Flow(False, 100, "EUR", DAY)]),
    (deal(product="brokered", amount=100_00, price=Decimal("1.5")), [Flow(False, 150, "EUR", DAY)]),
]


@pytest.mark.parametrize(("given", "flows"), FLOWS)
def test_what_is_paid_and_what_comes_in(given, flows):
    assert flows_of(given) == flows


@pytest.mark.parametrize(
    ("price", "reference", "basis", "gap"),
    [
        ("1.0825", "1.0800", "rate", "0.2315"),
        ("1.0775", "1.0800", "rate", "0.2315"),
        ("2.35", "2.25", "per_year", "0.10"),
        ("108.25", "1.0825", "rate", "9900.0000"),
    ],
)
def test_the_distance_from_the_market(price, reference, basis, gap):
    assert deviation(Decimal(price), Decimal(reference), basis) == Decimal(gap)


@pytest.mark.parametrize(("gap", "outcome"), [("0.25", "conform"), ("0.2501", "open"), (None, "open")])
def test_within_the_tolerance_it_conforms(gap, outcome):
    assert outcome_of(gap and Decimal(gap), Decimal("0.25")) == outcome


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (deal(price_basis="rate", counter_currency="USD"), ("fx", "EUR/USD")),
        (deal(product="money_market", price_basis="per_year", days=88), ("rate", "EUR/3M")),
        (deal(product="commodity", price_basis="per_unit", good="Kupfer"), ("commodity", "Kupfer")),
        (deal(product="goods_contract", price_basis="per_unit", good="Kaffee"), ("goods", "Kaffee")),
        (deal(product="brokered", price_basis="commission"), None),
    ],
)
def test_where_the_reference_is_kept(given, code):
    assert code_of(given) == code
