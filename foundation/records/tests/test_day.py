"""The clock of the database runs in UTC, the house lives in Berlin: for an hour or two each night these are two days."""

import pytest
from django.db import connection

from foundation.records import guards

DAYS = [
    ("2026-11-23 22:30:00", "2026-11-23"),
    ("2026-11-23 23:30:00", "2026-11-24"),
    ("2026-07-10 21:59:59", "2026-07-10"),
    ("2026-07-10 22:30:00", "2026-07-11"),
    ("2026-03-28 23:00:00", "2026-03-29"),
    ("2026-03-29 22:00:00", "2026-03-30"),
    ("2026-12-31 23:00:00", "2027-01-01"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("moment", "day"), DAYS)
def test_the_day_of_the_house(moment, day):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT bo_day(%s)::text", [f"{moment}+00"])
        else:
            cursor.execute("SELECT bo_day(%s)", [moment])
        assert cursor.fetchone() == (day,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last", "days"),
    [("2026-02-27", "2026-03-01", 2), ("2026-12-31", "2026-12-31", 0), ("2028-03-01", "2028-02-28", -2)],
)
def test_the_days_between_two(first, last, days):
    with connection.cursor() as cursor:
        cursor.execute("SELECT bo_days(%s, %s)", [first, last])
        assert cursor.fetchone() == (days,)


def test_no_guard_reads_the_day_of_another_zone():
    texts = {guard.name: f"{guard.postgresql} {guard.sqlite}".lower() for guard in guards.registered()}
    assert [name for name, text in texts.items() if "current_date" in text or "date('now'" in text] == []
