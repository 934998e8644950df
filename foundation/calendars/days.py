from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

SATURDAY = 5


def is_working_day(day, land=""):
    """Monday to Friday and no public holiday in that federal state; without one, no holiday of the whole country."""
    return day.weekday() < SATURDAY and day not in _holidays(land, day.year)


def first_working_day(year, month, land=""):
    day = date(year, month, 1)
    while not is_working_day(day, land):
        day += timedelta(days=1)
    return day


@cache
def _holidays(land, year):
    return frozenset(country_holidays("DE", subdiv=land or None, years=year))
