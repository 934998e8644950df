from datetime import date

import pytest

from foundation.calendars.days import first_working_day, is_working_day


@pytest.mark.parametrize(
    ("day", "works_in", "rests_in"),
    [
        (date(2026, 1, 6), ("", "SH", "HH", "NW"), ("BW", "BY", "ST")),  # Epiphany
        (date(2026, 3, 8), (), ("", "BE", "SH")),  # a Sunday
        (date(2027, 3, 8), ("", "SH", "BY"), ("BE", "MV")),  # International Women's Day
        (date(2026, 4, 3), (), ("", "SH", "BY", "BE")),  # Good Friday
        (date(2026, 6, 4), ("", "SH", "BE", "SN"), ("BW", "BY", "HE", "NW", "RP", "SL")),  # Corpus Christi
        (date(2027, 9, 20), ("", "SH", "BE"), ("TH",)),  # World Children's Day
        (date(2026, 10, 31), (), ("", "SH", "BY")),  # Reformation Day, a Saturday
        (date(2025, 10, 31), ("", "BY", "BE", "NW"), ("SH", "HH", "HB", "NI", "SN")),
        (date(2028, 11, 1), ("", "SH", "BE"), ("BW", "BY", "NW", "RP", "SL")),  # All Saints
        (date(2028, 11, 22), ("", "SH", "BY"), ("SN",)),  # Day of Repentance and Prayer
        (date(2028, 2, 29), ("", "SH", "BY"), ()),  # of a leap year
        (date(2026, 12, 24), ("", "SH", "BY"), ()),  # Christmas Eve is worked on
    ],
)
def test_holidays_are_those_of_the_federal_state(day, works_in, rests_in):
    assert [is_working_day(day, land) for land in works_in] == [True] * len(works_in)
    assert [is_working_day(day, land) for land in rests_in] == [False] * len(rests_in)


@pytest.mark.parametrize(
    ("year", "month", "land", "first"),
    [
        (2026, 1, "SH", 2),  # New Year is a Thursday
        (2026, 5, "SH", 4),  # Labour Day is a Friday
        (2026, 11, "SH", 2),  # the 1st is a Sunday
        (2027, 1, "BY", 4),
        (2028, 11, "BY", 2),  # All Saints
        (2028, 11, "SH", 1),
        (2022, 10, "", 4),  # the 1st a Saturday, the 3rd the Day of German Unity
        (2028, 2, "", 1),
    ],
)
def test_the_first_working_day_of_a_month(year, month, land, first):
    assert first_working_day(year, month, land) == date(year, month, first)
