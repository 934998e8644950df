"""Whether a deal is late: the last moment that still belonged to its day."""

from datetime import datetime, time, timedelta

from foundation.calendars.days import is_working_day, nearest_working_day

USUAL = time(17)


def cut_off_for(moment, until, calendar):
    """The cut-off that a deal of this local moment is measured by: that of its day, or on a day off, when nobody works
    it off any more, that of the working day before."""
    day = moment.date()
    if not is_working_day(day, calendar):
        day = nearest_working_day(day - timedelta(days=1), calendar, step=-1)
    return datetime.combine(day, until, moment.tzinfo)
