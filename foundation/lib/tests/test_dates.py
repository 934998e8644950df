from datetime import date

import pytest

from foundation.lib.dates import format_date, parse_date
from foundation.lib.errors import BusinessError

TODAY = date(2026, 11, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("23.11.2026", date(2026, 11, 23)),
        ("1.2.2026", date(2026, 2, 1)),
        ("23.11.26", date(2026, 11, 23)),
        ("23.11.79", date(2079, 11, 23)),
        ("23.11.80", date(1980, 11, 23)),
        ("23112026", date(2026, 11, 23)),
        ("231126", date(2026, 11, 23)),
        ("311299", date(1999, 12, 31)),
        ("2026-11-23", date(2026, 11, 23)),
        ("29.02.2028", date(2028, 2, 29)),
        ("2311", date(2026, 11, 23)),
        ("0102", date(2026, 2, 1)),
        ("23.12.", date(2026, 12, 23)),
        ("23.12", date(2026, 12, 23)),
        ("1.2.", date(2026, 2, 1)),
        ("23", date(2026, 11, 23)),
        ("7.", date(2026, 11, 7)),
        ("7", date(2026, 11, 7)),
        ("h", TODAY),
        ("T", TODAY),
        (" Heute ", TODAY),
        ("today", TODAY),
        ("+3", date(2026, 11, 8)),
        ("-5", date(2026, 10, 31)),
        ("+0", TODAY),
        ("+9999", date(2054, 3, 22)),
    ],
)
def test_a_date_is_understood(text, day):
    assert parse_date(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    ["", "x", "31.11.2026", "29.02.2027", "31", "3111", "00", "0", "32.1.", "1.13.", "230", "23112", "2311202"]
    + ["23.11.026", "23.11.20260", "01.01.0026", "01.01.2200", "23/11/2026", "23.11.2026 10:00", "2026-1-2", "26-11-23"]
    + ["+", "+12345", "+1.5", "٢٣.١١.٢٠٢٦", "23..11", ".11."],
)
def test_what_is_no_date_is_refused_by_name(text):
    with pytest.raises(BusinessError) as refusal:
        parse_date(text, TODAY)
    assert refusal.value.code == "date.malformed"
    assert str(refusal.value) == f"“{text}” is not a date. Please write it like 05.11.2026."


def test_a_date_is_written_the_german_way_and_read_back():
    assert format_date(date(2026, 2, 1)) == "01.02.2026"
    assert parse_date(format_date(TODAY), date(2000, 1, 1)) == TODAY
