"""The clock of a work order: business time of the team, which stands while the team cannot work on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from foundation.calendars.hours import Calendar, add, between

WARNING = 80  # percent of the time, after which the team is reminded


@dataclass(frozen=True)
class Clock:
    """`pauses` are (begin, end); the end of the one that lasts is None."""

    calendar: Calendar
    begun: datetime
    allowed: timedelta
    pauses: tuple = ()

    @property
    def due(self):
        """None while the clock stands before the time is over."""
        return add(self.calendar, self.begun, self.allowed, self.pauses)

    @property
    def warning(self):
        return add(self.calendar, self.begun, self.allowed * WARNING / 100, self.pauses)

    def used(self, now):
        return between(self.calendar, self.begun, now, self.pauses)

    def left(self, now):
        """Below zero when it is late."""
        return self.allowed - self.used(now)

    def percent(self, now):
        return self.used(now) * 100 // self.allowed
