from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from foundation.calendars.days import first_working_day
from foundation.calendars.hours import Calendar

from ..choices import Every, On

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class Rhythm:
    """`number` is a weekday (Monday is 0) or a day of the month; a month that is too short is due on its last day."""

    every: str
    on: str
    number: int
    at: time
    place: str | Calendar = ""


def next_due(rhythm, after):
    """The first due time behind `after`. A time that the clock skips in spring comes an hour later; of the two that it
    shows in autumn, the first counts."""
    return next(
        due for day in _days(rhythm, after.astimezone(BERLIN).date()) if (due := _moment(day, rhythm.at)) > after
    )


def _moment(day, at):
    """In UTC, because two times of one zone are compared by what the clock shows."""
    return datetime.combine(day, at, BERLIN).astimezone(ZoneInfo("UTC"))


def _days(rhythm, start):
    """The days on which it falls due, from the week or month of `start`."""
    if rhythm.every == Every.WEEK:
        day = start + timedelta(days=rhythm.number - start.weekday())
        while True:
            yield day
            day += timedelta(weeks=1)
    step = 3 if rhythm.every == Every.QUARTER else 1
    months = start.year * 12 + (start.month - 1) // step * step
    while True:
        yield _day_of_month(rhythm, months // 12, months % 12 + 1)
        months += step


def _day_of_month(rhythm, year, month):
    if rhythm.on == On.WORKING_DAY:
        return first_working_day(year, month, rhythm.place)
    return date(year, month, min(rhythm.number, monthrange(year, month)[1]))
