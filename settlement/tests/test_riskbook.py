"""What risk control hears of deals: the key figures of a day, and the sections of its report."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from risk import keyfigures
from settlement import riskbook
from settlement.models import Discrepancy
from settlement.tests.conftest import EVENING

MONDAY, TUESDAY = date(2026, 3, 16), date(2026, 3, 17)


def read(floor, on):
    codes = ("confirmations_open", "discrepancies_open", "late_share", "off_market_share")
    return {code: keyfigures.get(code).value(floor.company, on) for code in codes}


def numbers(section):
    return [row[0] for row in section.rows]


def test_without_deals_all_is_nought_and_said_so(floor):
    assert set(read(floor, MONDAY).values()) == {0}
    built = [build(floor.company, MONDAY) for build in (
        riskbook.late_deals, riskbook.off_market, riskbook.unconfirmed, riskbook.discrepancies, riskbook.unsettled,
    )]  # fmt: skip
    assert [(section.rows, bool(section.nothing)) for section in built] == [([], True)] * 5


def test_two_deals_one_of_them_late(floor, capture):
    """Neither is confirmed: after a day both are chased, after their value date both are told as not settled."""
    capture()
    late = capture(at=EVENING)
    assert read(floor, MONDAY) | {"confirmations_open": 0} == {
        "confirmations_open": 0, "discrepancies_open": 0, "late_share": Decimal("50.00"), "off_market_share": 0,
    }  # fmt: skip
    assert [read(floor, on)["confirmations_open"] for on in (MONDAY, TUESDAY)] == [0, 2]
    assert numbers(riskbook.late_deals(floor.company, MONDAY)) == [late.number]
    assert numbers(riskbook.late_deals(floor.company, TUESDAY)) == []
    settled_by = date(2026, 3, 18)
    assert [len(riskbook.unsettled(floor.company, day).rows) for day in (TUESDAY, settled_by)] == [0, 2]


def test_a_discrepancy_is_told_until_it_is_closed(floor, office, capture, answer):
    deal = capture()
    answer(deal, price=Decimal("1.0900"))
    found = Discrepancy.objects.first()
    day = timezone.localdate(found.found_at)
    assert numbers(riskbook.discrepancies(floor.company, day))[0] == deal.number
    assert numbers(riskbook.discrepancies(floor.company, MONDAY)) == []
    assert [read(floor, day + timedelta(days=days))["discrepancies_open"] > 0 for days in (0, 5)] == [False, True]
