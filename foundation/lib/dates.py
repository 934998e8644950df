"""Dates as people type and read them; `today` is a parameter."""

import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .errors import BusinessError
from .text import shorten

_TODAY = {"h", "heute", "t", "today"}
_DAYS = re.compile("([+-][0-9]{1,4})")
_ISO = re.compile("(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_POINTS = re.compile(r"(?P<day>[0-9]{1,2})\.?(?:(?<=\.)(?P<month>[0-9]{1,2})(?:\.(?P<year>[0-9]{4}|[0-9]{2})?)?)?")
_DIGITS = re.compile("(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4}|[0-9]{2})?")


def parse_date(text, today):
    """Reads `23.11.2026`, `23.11.26`, `23112026`, `231126`, `2026-11-23`; with parts of today `23.11.`, `2311`, `23`;
    `h` or `t` for today; `+3`, `-3` for days from today. Years with two digits: 00-79 are 2000-2079. Years 1900-2199.
    BusinessError `date.malformed`."""
    typed = text.strip().lower()
    if typed in _TODAY:
        return today
    try:
        if days := _DAYS.fullmatch(typed):
            return today + timedelta(days=int(days[1]))
        return _written(typed, today)
    except ValueError:
        raise BusinessError(
            "date.malformed",
            _("“%(text)s” is not a date. Please write it like %(example)s.")
            % {"text": shorten(text, 40), "example": format_date(today)},
        ) from None


def _written(typed, today):
    match = _ISO.fullmatch(typed) or _POINTS.fullmatch(typed) or _DIGITS.fullmatch(typed)
    if match is None:
        raise ValueError(typed)
    year = _full_year(match["year"]) if match["year"] else today.year
    month = int(match["month"] or today.month)
    if not 1900 <= year <= 2199:
        raise ValueError(year)
    return date(year, month, int(match["day"]))


def _full_year(digits):
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < 80 else 1900)


def format_date(day):
    return f"{day:%d.%m.%Y}"


def midnight(day):
    """The moment at which it begins on our clock."""
    return timezone.make_aware(datetime.combine(day, time.min))


def months_back(day, count):
    """The first days of the last `count` months, that of `day` being the last."""
    number = day.year * 12 + day.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(number - count + 1, number + 1)]
