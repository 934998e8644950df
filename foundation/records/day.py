"""The day of the house, as guards know it: the clock of the database, which runs in UTC, read in our time zone."""

from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone

TODAY = "bo_day(CURRENT_TIMESTAMP)"  # in the condition of a guard, on both databases
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION bo_day(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE
AS $day$ SELECT (moment AT TIME ZONE '{settings.TIME_ZONE}')::date $day$
"""


def day_of(moment):
    """SQLite says a moment in words, in UTC."""
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return timezone.localdate(at, timezone.get_default_timezone()).isoformat()
