from datetime import date, timedelta

from ..choices import Span


def days_of(span, on, year_start):
    """(first, last) of a span as seen on a day; `year_start` is the first day of the fiscal year that holds it. What runs
    "so far" ends on the day before, the last that is complete."""
    yesterday = on - timedelta(days=1)
    match span:
        case Span.PREVIOUS_WEEK:
            monday = on - timedelta(days=on.weekday() + 7)
            return monday, monday + timedelta(days=6)
        case Span.PREVIOUS_MONTH:
            last = on.replace(day=1) - timedelta(days=1)
            return last.replace(day=1), last
        case Span.PREVIOUS_QUARTER:
            last = date(on.year, (on.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
            return last.replace(month=last.month - 2, day=1), last
        case Span.YEAR_SO_FAR:
            return year_start, max(yesterday, year_start)
        case Span.PREVIOUS_YEAR:
            last = year_start - timedelta(days=1)
            return year_start.replace(year=year_start.year - 1), last
