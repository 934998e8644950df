"""The evidence on deals, as whole rows."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import fresh
from foundation.access.decisions import Denied
from foundation.access.gate import check
from foundation.calendars.days import nearest_working_day
from foundation.reports import parameters
from settlement.reports import REPORTS, ControlJournalReport, LateDealReport, OpenConfirmationReport

from .conftest import EVENING

SPAN = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}


def built(report, person, **params):
    person = fresh(person)
    check(person, report.permission)
    cleaned = parameters.read(report(), person, params).cleaned_data
    return report().build(person, cleaned, lambda percent, message="": None)


def test_a_late_deal_stands_beside_the_cut_off_that_was_in_force(floor, capture):
    capture()
    capture(at=EVENING)
    data = built(LateDealReport, floor.auditor, **SPAN)
    assert [line.cells for line in data.lines] == [
        [
            "G-2026-000002", EVENING, "17:00", 80, "Trader Händel", "Devisen", "Devisenkassa",
            "Hanseatische Außenhandelsbank AG", 100_000_00, "EUR", "erfasst",
        ],
        ["Summe", *[None] * 7, 100_000_00, "EUR", None],
    ]  # fmt: skip
    assert data.parameters[2:] == [("Erfasste Geschäfte", 2), ("Späte Geschäfte", "1, das sind 50,0 % aller")]


def test_what_the_counterparty_has_not_confirmed_is_told_by_age(office, capture, answer):
    soon = nearest_working_day(timezone.localdate() + timedelta(days=60), office.company.calendar)
    confirmed, waiting = capture(), capture(at=timezone.now(), value_date=soon)
    answer(confirmed)
    data = built(OpenConfirmationReport, office.auditor)
    asked, summed = (line.cells for line in data.lines)
    assert asked == [
        waiting.number, waiting.traded_at, 0, "in der Frist", "Trader Händel", "Devisen", str(waiting.counterparty),
        100_000_00, "EUR", soon,
    ]  # fmt: skip
    assert summed[7:9] == [100_000_00, "EUR"]
    assert data.parameters[2:] == [("Offene Bestätigungen", 1), ("0 Arbeitstage", 1)]


def test_the_six_checks_of_a_deal_as_they_stand(office, capture, answer, matched):
    capture()
    matched()
    answer(capture(), amount=99_999_00)
    data = built(ControlJournalReport, office.auditor, **SPAN)
    assert [[line.cells[0], *line.cells[3:]] for line in data.lines] == [
        ["G-2026-000001", "fehlt", "noch nicht", "eingehalten", "noch nicht", "noch nicht", "keine", "erfasst", 4],
        [
            "G-2026-000002",
            "bestätigt",
            "stimmt überein",
            "eingehalten",
            "begründet",
            "noch nicht",
            "keine",
            "abgeglichen",
            1,
        ],
        [
            "G-2026-000003",
            "bestätigt",
            "1 Abweichung offen",
            "eingehalten",
            "zu beurteilen",
            "noch nicht",
            "keine",
            "bestätigt",
            3,
        ],
    ]


def test_the_journal_asks_as_often_for_three_deals_as_for_one(office, matched):
    matched()
    with CaptureQueriesContext(connection) as one:
        built(ControlJournalReport, office.auditor, **SPAN)
    matched(amount=200_000_00)
    matched(amount=300_000_00)
    with CaptureQueriesContext(connection) as three:
        built(ControlJournalReport, office.auditor, **SPAN)
    assert len(three) == len(one)


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("who", ["trader", "head", "settler"])
def test_the_front_and_who_settles_are_refused(floor, report, who):
    with pytest.raises(Denied):
        built(report, getattr(floor, who), **SPAN)
