"""Times are written as the clock in Berlin shows them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from foundation.calendars.days import holidays_between, is_working_day, working_days_after, working_days_between
from foundation.calendars.hours import Calendar, DayOff, add, between, next_opening

SH, BY = Calendar("SH"), Calendar("BY")
LUNCH = Calendar(
    "SH", hours=tuple((day, *span) for day in range(5) for span in ((time(8), time(12)), (time(13), time(17))))
)
ALWAYS = Calendar("SH", hours=tuple((day, time(0), time(0)) for day in range(7)))
HALF = Calendar(
    "SH",
    kept=frozenset({2026}),
    off={date(2026, 12, 24): DayOff("Heiligabend", time(12)), date(2026, 12, 25): DayOff("1. Weihnachtstag"),
         date(2026, 12, 28): DayOff("Betriebsruhe"), date(2026, 12, 31): DayOff("Silvester", time(12))},
)  # fmt: skip
BERLIN = ZoneInfo("Europe/Berlin")


def at(text, fold=0):
    return datetime.strptime(text, "%d.%m.%Y %H:%M").replace(tzinfo=BERLIN, fold=fold).astimezone(UTC)


def shown(moment):
    return f"{moment.astimezone(BERLIN):%d.%m.%Y %H:%M}" if moment else None


@pytest.mark.parametrize(
    ("calendar", "start", "hours", "over"),
    [
        (SH, "23.11.2026 09:00", 2, "23.11.2026 11:00"),
        (SH, "20.11.2026 16:30", 2, "23.11.2026 09:30"),  # Friday afternoon
        (SH, "20.11.2026 16:00", 1, "20.11.2026 17:00"),  # over when the day is, not on Monday
        (SH, "20.11.2026 17:00", 0, "23.11.2026 08:00"),
        (SH, "21.11.2026 12:00", 1, "23.11.2026 09:00"),  # on a Saturday
        (SH, "23.11.2026 05:00", 1, "23.11.2026 09:00"),  # before they open
        (SH, "23.11.2026 08:00", 45, "27.11.2026 17:00"),  # a week of work
        (SH, "23.11.2026 08:00", 46, "30.11.2026 09:00"),
        (SH, "02.04.2026 16:00", 2, "07.04.2026 09:00"),  # over Good Friday and Easter Monday
        (SH, "03.06.2026 16:00", 2, "04.06.2026 09:00"),  # Corpus Christi is worked on in Kiel,
        (BY, "03.06.2026 16:00", 2, "05.06.2026 09:00"),  # and not in Munich
        (SH, "30.10.2025 16:00", 2, "03.11.2025 09:00"),  # Reformation Day, a Friday,
        (BY, "30.10.2025 16:00", 2, "31.10.2025 09:00"),  # is none in Munich
        (LUNCH, "23.11.2026 11:30", 1, "23.11.2026 13:30"),
        (LUNCH, "23.11.2026 12:30", 4, "23.11.2026 17:00"),
        (HALF, "24.12.2026 11:00", 2, "29.12.2026 09:00"),  # half a day, a holiday, the weekend, and closed on Monday
        (HALF, "31.12.2026 08:00", 5, "04.01.2027 09:00"),  # into a year that is not kept: New Year by the law
        (ALWAYS, "27.03.2027 23:00", 4, "28.03.2027 04:00"),  # the night that lacks an hour
        (ALWAYS, "30.10.2026 23:00", 2, "01.11.2026 01:00"),  # the holiday between is a Saturday
        (SH, "26.03.2027 16:00", 0, "30.03.2027 08:00"),  # Good Friday; Easter is when the clock changes
    ],
)
def test_when_so_many_business_hours_are_over(calendar, start, hours, over):
    assert shown(add(calendar, at(start), timedelta(hours=hours))) == over


@pytest.mark.parametrize(
    ("calendar", "start", "end", "hours"),
    [
        (SH, "23.11.2026 09:00", "23.11.2026 11:00", 2),
        (SH, "20.11.2026 16:30", "23.11.2026 09:30", 2),
        (SH, "23.11.2026 17:00", "24.11.2026 08:00", 0),
        (SH, "21.11.2026 00:00", "22.11.2026 23:00", 0),
        (SH, "24.11.2026 09:00", "23.11.2026 09:00", 0),  # backwards nothing passes
        (SH, "02.04.2026 08:00", "07.04.2026 17:00", 18),
        (HALF, "24.12.2026 08:00", "29.12.2026 10:00", 6),
        (LUNCH, "23.11.2026 08:00", "23.11.2026 17:00", 8),
        (SH, "29.10.2027 08:00", "01.11.2027 17:00", 18),  # the clock was put back over the weekend
        (
            Calendar(hours=ALWAYS.hours),
            "30.10.2027 12:00",
            "31.10.2027 12:00",
            25,
        ),  # whoever works that night works longer
        (Calendar(hours=ALWAYS.hours), "27.03.2027 12:00", "28.03.2027 12:00", 23),
    ],
)
def test_how_much_business_time_lies_between(calendar, start, end, hours):
    assert between(calendar, at(start), at(end)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("pauses", "over", "passed"),
    [
        ([], "23.11.2026 13:00", 8),
        ([("10:00", "11:00")], "23.11.2026 14:00", 7),
        ([("10:00", "11:00"), ("10:30", "12:00")], "23.11.2026 15:00", 6),
        ([("16:00", "24.11.2026 09:00")], "23.11.2026 13:00", 6),  # after it was due
        ([("12:00", "24.11.2026 10:00")], "24.11.2026 11:00", 2),
        ([("22.11.2026 10:00", "10:30")], "23.11.2026 13:30", 7.5),  # began before
        ([("17:00", "24.11.2026 08:00")], "23.11.2026 13:00", 8),  # a night costs nothing
        ([("12:00", None)], None, 2),  # it waits still: the clock stands
        ([("14:00", None)], "23.11.2026 13:00", 4),  # it was due before it waited
    ],
)
def test_the_clock_stands_in_pauses(pauses, over, passed):
    """Begun on Monday at ten, three hours are given, and it is now Tuesday at nine."""
    start, now = at("23.11.2026 10:00"), at("24.11.2026 09:00")
    spans = [tuple(text and at(text if len(text) > 5 else f"23.11.2026 {text}") for text in span) for span in pauses]
    assert shown(add(SH, start, timedelta(hours=3), spans)) == over
    assert between(SH, start, now, spans) == timedelta(hours=passed)


@pytest.mark.parametrize(
    ("calendar", "moment", "opens"),
    [
        (SH, "23.11.2026 09:17", "23.11.2026 09:17"),
        (SH, "23.11.2026 17:00", "24.11.2026 08:00"),
        (SH, "27.11.2026 18:00", "30.11.2026 08:00"),
        (SH, "24.12.2026 18:00", "28.12.2026 08:00"),
        (HALF, "24.12.2026 12:00", "29.12.2026 08:00"),
        (LUNCH, "23.11.2026 12:15", "23.11.2026 13:00"),
        (ALWAYS, "31.12.2026 23:59", "31.12.2026 23:59"),
    ],
)
def test_when_they_open_next(calendar, moment, opens):
    assert shown(next_opening(calendar, at(moment))) == opens


def test_a_place_that_never_opens_says_so():
    with pytest.raises(ValueError, match="never opens"):
        next_opening(Calendar(hours=()), at("23.11.2026 09:00"))


def test_elsewhere_it_is_another_hour():
    lisbon = Calendar("", "Europe/Lisbon")
    assert shown(next_opening(lisbon, at("23.11.2026 08:30"))) == "23.11.2026 09:00"


def test_days_ask_the_calendar_of_a_workplace_as_well():
    assert [is_working_day(date(2026, 12, day), HALF) for day in (24, 25, 26, 28, 29)] == [
        True,
        False,
        False,
        False,
        True,
    ]
    assert working_days_after(date(2026, 12, 24), 2, HALF) == date(2026, 12, 30)
    assert working_days_after(date(2026, 12, 24), 2, "SH") == date(2026, 12, 29)
    assert working_days_between(date(2026, 12, 23), date(2026, 12, 30), HALF) == 3
    assert holidays_between(date(2026, 12, 25), date(2027, 1, 1), HALF, "en") == [
        (date(2026, 12, 25), "Christmas Day"), (date(2026, 12, 28), "Betriebsruhe"),
        (date(2026, 12, 31), "Silvester"), (date(2027, 1, 1), "New Year's Day"),
    ]  # fmt: skip
