from functools import lru_cache

from .hours import Calendar, DayOff
from .models import Workplace


def calendar_of(workplace):
    """Read once per change of the workplace, in each process."""
    return _calendar(workplace.pk, workplace.changed_at)


@lru_cache(maxsize=256)
def _calendar(pk, changed_at):
    workplace = Workplace.objects.get(pk=pk)
    return Calendar(
        workplace.land,
        workplace.zone,
        tuple(workplace.hours.values_list("weekday", "opens", "closes")),
        frozenset(range(workplace.first_year, workplace.last_year + 1)),
        {holiday.day: DayOff(holiday.name, holiday.since) for holiday in workplace.holidays.all()},
    )
