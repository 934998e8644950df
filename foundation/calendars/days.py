"""Working days as pure functions. `place` is a federal state or the `Calendar` of a workplace."""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

SATURDAY = 5


def is_working_day(day, place=""):
    """By the law: Monday to Friday and no public holiday in that federal state, or without one of the whole country."""
    if not isinstance(place, str):
        return place.is_working_day(day)
    return day.weekday() < SATURDAY and day not in law(place, day.year)


def first_working_day(year, month, place=""):
    return nearest_working_day(date(year, month, 1), place)


def nearest_working_day(day, place="", step=1):
    """The day itself where it is one; else the next, or with step -1 the one before."""
    while not is_working_day(day, place):
        day += timedelta(days=step)
    return day


def working_days_after(day, count, place=""):
    """The day that is `count` working days later."""
    for _ in range(count):
        day = nearest_working_day(day + timedelta(days=1), place)
    return day


def working_days_between(first, last, place=""):
    """How many working days lie behind `first`, up to `last`."""
    return sum(is_working_day(first + timedelta(days=ahead), place) for ahead in range(1, (last - first).days + 1))


@cache
def law(land, year, language="de"):
    """{day: name} of the public holidays."""
    return dict(country_holidays("DE", subdiv=land or None, years=year, language=language))


def holidays_between(first, last, place, language):
    """[(day, name)] of the days off, those of the law in the language of who reads."""
    tongue = "en_US" if language == "en" else "de"
    found = []
    for year in range(first.year, last.year + 1):
        named = law(place if isinstance(place, str) else place.land, year, tongue)
        kept = named if isinstance(place, str) else place.names_of(year)
        found += [(day, named.get(day, name)) for day, name in kept.items() if first <= day <= last]
    return sorted(found)
