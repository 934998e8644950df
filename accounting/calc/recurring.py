"""When something that recurs falls due. Days only: no clock is asked, so summer time cannot move it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from foundation.calendars.days import nearest_working_day
from foundation.calendars.hours import Calendar

from ..choices import Every, Shift

LAST_DAY = 31
MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}
STEPS = {Shift.NEXT: 1, Shift.PREVIOUS: -1}


@dataclass(frozen=True)
class Rhythm:
    """`day` is one of the month; a month that is too short has it on its last. `start` and `until` belong to it."""

    every: str
    day: int
    shift: str
    start: date
    until: date | None = None
    place: str | Calendar = ""


def next_month(rhythm, after=None):
    """The first day of the month in which it falls due next, behind the month `after`. None when it is through."""
    months = rhythm.start.year * 12 + rhythm.start.month - 1
    while True:
        month = date(months // 12, months % 12 + 1, 1)
        day = _day_in(rhythm, month)
        if rhythm.until and day > rhythm.until:
            return None
        if day >= rhythm.start and (after is None or month > after):
            return month
        months += MONTHS[rhythm.every]


def due_day(rhythm, month):
    """Its day in that month, moved to a working day of its place where it asks for one."""
    day, step = _day_in(rhythm, month), STEPS.get(rhythm.shift)
    return nearest_working_day(day, rhythm.place, step) if step else day


def _day_in(rhythm, month):
    return month.replace(day=min(rhythm.day, monthrange(month.year, month.month)[1]))
