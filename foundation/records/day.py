"""The day of the house, as guards know it: the clock of the database, which runs in UTC, read in our time zone. And how
many days lie between two."""

from datetime import UTC, date, datetime

from django.conf import settings
from django.utils import timezone

TODAY = "bo_day(CURRENT_TIMESTAMP)"  # in the condition of a guard, on both databases
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION bo_day(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE
AS $day$ SELECT (moment AT TIME ZONE '{settings.TIME_ZONE}')::date $day$;
CREATE OR REPLACE FUNCTION bo_days(first date, last date) RETURNS integer LANGUAGE sql IMMUTABLE
AS $days$ SELECT last - first $days$
"""


def day_of(moment):
    """SQLite says a moment in words, in UTC."""
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return timezone.localdate(at, timezone.get_default_timezone()).isoformat()


def days_between(first, last):
    """SQLite says days in words, too."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
