"""What the desks have open at the end of a day, and what it is worth by the prices of that day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from conftest import fresh
from foundation.records.actor import acting
from risk.models import ReferencePrice
from settlement import riskbook
from settlement.actions.cancellations import ask_cancellation, decide_cancellation
from settlement.calc.valuation import DeskValue, Valued, by_desk, changes

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 16), date(2026, 3, 17), date(2026, 3, 18)
TODAY = timezone.localdate()


def of(number, direction="buy", nominal=100, at_deal=100, at_market=110, desk="Devisen"):
    return Valued(number, desk, direction, nominal, at_deal, at_market)


@pytest.mark.parametrize(
    ("deals", "values"),
    [
        ([], []),
        ([of("G1")], [DeskValue("Devisen", 1, 100, 110, 10, ())]),
        ([of("G1", "sell")], [DeskValue("Devisen", 1, 100, 110, -10, ())]),
        ([of("G1"), of("G2", "sell")], [DeskValue("Devisen", 2, 200, 220, 0, ())]),
        ([of("G1"), of("G2", at_market=None)], [DeskValue("Devisen", 2, 200, 110, 10, ("G2",))]),
        ([of("G1", at_deal=None)], [DeskValue("Devisen", 1, 100, None, None, ("G1",))]),
        (
            [of("G1"), of("G2", desk="Beratung", at_market=90)],
            [DeskValue("Beratung", 1, 100, 90, -10, ()), DeskValue("Devisen", 1, 100, 110, 10, ())],
        ),
    ],
)
def test_what_a_desk_is_worth(deals, values):
    assert by_desk(deals) == values


@pytest.mark.parametrize(
    ("before", "today", "moved"),
    [([], 10, None), ([of("G1")], 10, 0), ([of("G1", at_market=130)], 10, -20), ([of("G1", at_market=None)], 10, None)],
)
def test_how_a_result_moved_where_there_was_one(before, today, moved):
    assert changes(by_desk([of("G1", at_market=100 + today)]), by_desk(before)) == {"Devisen": moved}


@pytest.fixture
def quote(floor):
    def quote(day, price, currency="USD"):
        with acting(fresh(floor.controller)):
            ReferencePrice.objects.create(
                kind="fx", code=f"EUR/{currency}", day=day, price=Decimal(price), source="EZB", state="approved",
                made_by=floor.controller,
            )  # fmt: skip

    return quote


def told(floor, day):
    return riskbook.desks(floor.company, day).rows


def test_a_deal_beside_the_market_of_each_day(floor, capture, quote):
    """Bought at 1.0850: the dearer the euro is, the more the desk gains. Without a fresh price it is named."""
    deal = capture()
    nominal = deal.risk_amount
    assert told(floor, date(2026, 3, 13)) == []
    for day, price in ((TUESDAY, "1.0950"), (WEDNESDAY, "1.0750")):
        quote(day, price)
    (tuesday,), (wednesday,) = told(floor, TUESDAY), told(floor, WEDNESDAY)
    for row, price in ((tuesday, Decimal("1.0950")), (wednesday, Decimal("1.0750"))):
        dollars = deal.amount * price
        assert row[:4] == ["Devisen", "1", nominal, round(dollars / price)]
        assert row[4] == round(dollars / price) - round(deal.counter_amount / price)
    assert (tuesday[4] > 0, wednesday[4] < 0) == (True, True)
    assert wednesday[5] == wednesday[4] - tuesday[4]
    later = told(floor, WEDNESDAY + timedelta(days=30))[0]
    assert later == ["Devisen", "1", nominal, "–", "–", "–", deal.number]


def test_a_past_day_is_told_as_it_was(floor, office, capture, quote):
    """The deal was cancelled today; on the evening before it was open, and still is in the report of that day."""
    deal = capture()
    asked = ask_cancellation(deal, by=fresh(floor.trader), reason="Doppelt")
    decide_cancellation(asked, by=fresh(floor.settler), granted=True, answer="")
    assert [len(told(floor, day)) for day in (MONDAY, TODAY - timedelta(days=1), TODAY)] == [1, 1, 0]
    assert [row[0] for row in riskbook.unsettled(floor.company, TODAY - timedelta(days=1)).rows] == [deal.number]
    assert riskbook.unsettled(floor.company, TODAY).rows == []
