from datetime import date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from foundation.reports.calc.due import BERLIN, Rhythm, next_due
from foundation.reports.calc.spans import days_of
from foundation.reports.choices import Every, On, Span

SEVEN = time(7)


def dues(rhythm, after):
    while True:
        after = next_due(rhythm, after)
        yield f"{after.astimezone(BERLIN):%d.%m.%Y %H:%M}"


@pytest.mark.parametrize(
    ("rhythm", "after", "expected"),
    [
        (Rhythm(Every.WEEK, On.WEEKDAY, 0, SEVEN), (2026, 11, 23, 6, 59), ["23.11.2026 07:00", "30.11.2026 07:00"]),
        (Rhythm(Every.WEEK, On.WEEKDAY, 0, SEVEN), (2026, 11, 23, 7, 0), ["30.11.2026 07:00", "07.12.2026 07:00"]),
        (Rhythm(Every.WEEK, On.WEEKDAY, 6, SEVEN), (2026, 12, 31, 8, 0), ["03.01.2027 07:00", "10.01.2027 07:00"]),
        (Rhythm(Every.MONTH, On.DAY, 15, SEVEN), (2026, 11, 15, 7, 0), ["15.12.2026 07:00", "15.01.2027 07:00"]),
        (Rhythm(Every.MONTH, On.DAY, 31, SEVEN), (2027, 1, 31, 8, 0), ["28.02.2027 07:00", "31.03.2027 07:00", "30.04.2027 07:00"]),
        (Rhythm(Every.MONTH, On.DAY, 31, SEVEN), (2028, 1, 31, 8, 0), ["29.02.2028 07:00", "31.03.2028 07:00"]),
        (Rhythm(Every.MONTH, On.WORKING_DAY, 1, SEVEN, "SH"), (2026, 4, 30, 0, 0), ["04.05.2026 07:00", "01.06.2026 07:00"]),
        (Rhythm(Every.MONTH, On.WORKING_DAY, 1, SEVEN, "BY"), (2028, 10, 30, 0, 0), ["02.11.2028 07:00", "01.12.2028 07:00"]),
        (Rhythm(Every.MONTH, On.WORKING_DAY, 1, SEVEN, "SH"), (2028, 10, 30, 0, 0), ["01.11.2028 07:00", "01.12.2028 07:00"]),
        (Rhythm(Every.QUARTER, On.WORKING_DAY, 1, SEVEN, "SH"), (2026, 11, 23, 0, 0), ["04.01.2027 07:00", "01.04.2027 07:00"]),
        (Rhythm(Every.QUARTER, On.DAY, 10, SEVEN), (2026, 10, 9, 0, 0), ["10.10.2026 07:00", "10.01.2027 07:00"]),
        # 28.03.2027: no clock shows 02:30; 31.10.2027: it is shown twice
        (Rhythm(Every.MONTH, On.DAY, 28, time(2, 30)), (2027, 3, 1, 0, 0), ["28.03.2027 03:30", "28.04.2027 02:30"]),
        (Rhythm(Every.MONTH, On.DAY, 31, time(2, 30)), (2027, 10, 1, 0, 0), ["31.10.2027 02:30", "30.11.2027 02:30"]),
    ],
)  # fmt: skip
def test_when_it_is_due(rhythm, after, expected):
    assert list(islice(dues(rhythm, datetime(*after, tzinfo=BERLIN)), len(expected))) == expected


def test_an_hour_that_comes_twice_is_due_once():
    rhythm = Rhythm(Every.MONTH, On.DAY, 31, time(2, 30))
    first = next_due(rhythm, datetime(2027, 10, 31, 0, 0, tzinfo=BERLIN))
    assert first == datetime(2027, 10, 31, 0, 30, tzinfo=ZoneInfo("UTC"))
    assert next_due(rhythm, first).astimezone(BERLIN).date() == date(2027, 11, 30)


@pytest.mark.parametrize(
    ("span", "on", "year_start", "first", "last"),
    [
        (Span.PREVIOUS_WEEK, date(2026, 11, 23), date(2026, 1, 1), date(2026, 11, 16), date(2026, 11, 22)),
        (Span.PREVIOUS_WEEK, date(2027, 1, 3), date(2027, 1, 1), date(2026, 12, 21), date(2026, 12, 27)),
        (Span.PREVIOUS_MONTH, date(2026, 11, 2), date(2026, 1, 1), date(2026, 10, 1), date(2026, 10, 31)),
        (Span.PREVIOUS_MONTH, date(2028, 3, 31), date(2028, 1, 1), date(2028, 2, 1), date(2028, 2, 29)),
        (Span.PREVIOUS_MONTH, date(2027, 1, 4), date(2027, 1, 1), date(2026, 12, 1), date(2026, 12, 31)),
        (Span.PREVIOUS_QUARTER, date(2027, 1, 4), date(2027, 1, 1), date(2026, 10, 1), date(2026, 12, 31)),
        (Span.PREVIOUS_QUARTER, date(2026, 6, 30), date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (Span.YEAR_SO_FAR, date(2026, 11, 23), date(2026, 1, 1), date(2026, 1, 1), date(2026, 11, 22)),
        (Span.YEAR_SO_FAR, date(2026, 7, 1), date(2026, 7, 1), date(2026, 7, 1), date(2026, 7, 1)),
        (Span.PREVIOUS_YEAR, date(2026, 11, 23), date(2026, 7, 1), date(2025, 7, 1), date(2026, 6, 30)),
        (Span.PREVIOUS_YEAR, date(2029, 1, 2), date(2029, 1, 1), date(2028, 1, 1), date(2028, 12, 31)),
    ],
)  # fmt: skip
def test_which_days_a_span_holds(span, on, year_start, first, last):
    assert days_of(span, on, year_start) == (first, last)
