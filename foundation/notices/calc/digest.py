from datetime import datetime, time

from foundation.calendars.days import is_working_day

HOUR = 8  # for who has chosen none


def due_since(now, hour, place):
    """The hour of today at which the digest is due, once it has come; None before it and on days nobody works."""
    due = datetime.combine(now.date(), time(hour), now.tzinfo)
    return due if due <= now and is_working_day(now.date(), place) else None
