"""A day that is over is told as it stood at its end, whatever happened since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conftest import fresh
from risk.actions.decisions import decide_breach
from risk.choices import LimitKind
from risk.indicators import open_breaches
from risk.models import LimitBreach
from risk.queries.breaches import live_on
from risk.queries.use import Uses
from risk.reports import LimitReport, parts
from risk.reports.daily import daily_data
from risk.tests.test_evidence import built

TODAY = timezone.localdate()
YESTERDAY, BEFORE = TODAY - timedelta(days=1), TODAY - timedelta(days=2)
THEN = timezone.now() - timedelta(days=1)


@pytest.mark.parametrize("kind", LimitKind)
def test_what_was_given_back_today_still_counts_yesterday(house, deals, set_limit, kind):
    set_limit(1000_00)
    deal, _verdict = deals.capture(90_00, at=THEN)
    deals.capture(5_00)
    deals.release(deal)
    on = {day: sum(total for total, _deals in Uses(house.company, day).of_kind(kind).values()) for day in (BEFORE, YESTERDAY, TODAY)}  # fmt: skip
    assert on == {BEFORE: 0, YESTERDAY: 90_00, TODAY: 5_00}


def test_a_limit_of_today_says_nothing_about_yesterday(house, deals, set_limit):
    set_limit(1000_00)
    deals.capture(90_00, at=THEN)
    assert [parts.use_of_limits(house.company, day).rows for day in (YESTERDAY, TODAY)] == [
        [], [["Kontrahent: Baltic Commodities", 1000_00, 90_00, 910_00, "9,0 %"]],
    ]  # fmt: skip


def test_a_breach_that_was_decided_today_was_open_yesterday(house, deals, set_limit):
    set_limit(100_00)
    deals.capture(110_00, at=THEN)
    breach = LimitBreach.objects.get()
    decide_breach(breach, by=fresh(house.chief), decision="tolerate", reason="Sicherheit", until=TODAY)
    found = LimitBreach.objects.all()
    assert live_on(found, BEFORE) == []
    assert [(each.state, each.tolerated_until, each.decided_by) for each in live_on(found, YESTERDAY)] == [
        ("open", None, None)
    ]
    assert [(each.state, each.tolerated_until) for each in live_on(found, TODAY)] == [("tolerated", TODAY)]
    assert [open_breaches(house.company, day) for day in (BEFORE, YESTERDAY, TODAY)] == [0, 1, 0]
    assert [row[4:] for row in parts.breaches(house.company, YESTERDAY).rows] == [["offen", None, "0"]]


def test_each_report_says_of_when_it_is(house, deals, set_limit):
    set_limit(100_00)
    deals.capture(110_00, at=THEN)
    assert dict(daily_data(house.company, YESTERDAY).parameters)["Stand"] == "Ende des Tages"
    assert dict(daily_data(house.company, TODAY).parameters)["Stand"] != "Ende des Tages"
    past = built(LimitReport, house.auditor, on=YESTERDAY.isoformat())
    assert ["Geltende Limite", 0] in map(list, past.parameters)
    assert [line.cells[6] for line in past.lines] == [None, "offen", None]
