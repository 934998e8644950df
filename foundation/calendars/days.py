from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

SATURDAY = 5


def is_working_day(day, land=""):
    """Monday to Friday and no public holiday in that federal state; without one, no holiday of the whole country."""
    return day.weekday() < SATURDAY and day not in _holidays(land, day.year)


def first_working_day(year, month, land=""):
    return nearest_working_day(date(year, month, 1), land)


def nearest_working_day(day, land="", step=1):
    """The day itself where it is one; else the next, or with step -1 the one before."""
    while not is_working_day(day, land):
        day += timedelta(days=step)
    return day


@cache
def _holidays(land, year):
    return frozenset(country_holidays("DE", subdiv=land or None, years=year))


def holidays_between(first, last, land, language):
    """[(day, name)] of the public holidays, in the language of who reads."""
    named = country_holidays(
        "DE",
        subdiv=land or None,
        years=range(first.year, last.year + 1),
        language="en_US" if language == "en" else "de",
    )
    return sorted((day, name) for day, name in named.items() if first <= day <= last)
