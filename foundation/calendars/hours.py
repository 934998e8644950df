"""Business hours as arithmetic: how long is worked between two moments, and when so much time is over.

Moments are aware datetimes and answers are in UTC. A workplace opens by the clock on its wall; what is counted is the time
that really passes, so an hour that summer time skips is not worked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from . import days

MIDNIGHT = time(0)
NO_TIME, DAY = timedelta(0), timedelta(days=1)
USUAL = tuple((weekday, time(8), time(17)) for weekday in range(5))
LONGEST_REST = 400  # days without an hour of work, after which nobody is waited for


@dataclass(frozen=True)
class DayOff:
    """`since` is the time of a day on which work ends earlier; without it the whole day is off."""

    name: str
    since: time | None = None


@dataclass(frozen=True)
class Calendar:
    """When a place works. `hours` are (weekday, from, until), until 0:00 being midnight at the end of that day.

    Of the `kept` years the days off are those given; of the others the public holidays of `land`.
    """

    land: str = ""
    zone: str = "Europe/Berlin"
    hours: tuple = USUAL
    kept: frozenset = frozenset()
    off: Mapping[date, DayOff] = field(default_factory=dict, hash=False)

    def day_off(self, day):
        if day.year in self.kept:
            return self.off.get(day)
        name = days.law(self.land, day.year).get(day)
        return DayOff(name) if name else self.off.get(day)

    def is_working_day(self, day):
        """Also where work ends at noon."""
        return bool(self.spans(day))

    def names_of(self, year):
        """{day: name} of the days that are off."""
        law = {} if year in self.kept else days.law(self.land, year)
        return {day: off.name for day, off in self.off.items() if day.year == year} | law

    def spans(self, day):
        """[(opens, closes)] of a day, in UTC and in order."""
        off = self.day_off(day)
        if off and off.since is None:
            return []
        zone = ZoneInfo(self.zone)
        ends = _moment(day, off.since, zone) if off else None
        spans = []
        for weekday, opens, closes in sorted(self.hours):
            if weekday == day.weekday():
                begin = _moment(day, opens, zone)
                end = _moment(day + DAY if closes == MIDNIGHT else day, closes, zone)
                end = min(end, ends) if ends else end
                if begin < end:
                    spans.append((begin, end))
        return spans

    def today(self, moment):
        """The day that the wall of this place shows."""
        return moment.astimezone(ZoneInfo(self.zone)).date()


LAW = Calendar()


def next_opening(calendar, moment):
    """The moment itself while the place is open, else when it opens next."""
    begin, _end = next(_open_from(calendar, moment))
    return begin


def add(calendar, moment, duration, pauses=()):
    """When `duration` of business hours is over, not counting `pauses`, which are (begin, end).

    What is over at the end of a day is over then, and not on the next morning. None while a pause without an end stands
    before it.
    """
    stopped = min((begin for begin, end in pauses if end is None), default=None)
    left = duration
    for opens, closes in _worked(calendar, moment, stopped, pauses):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    return None


def between(calendar, start, end, pauses=()):
    """How much business time lies between two moments, not counting `pauses`; one without an end lasts."""
    spans = _worked(calendar, start, end, pauses)
    return sum((min(closes, end) - opens for opens, closes in spans if opens < end), NO_TIME)


def _worked(calendar, start, until, pauses):
    """The spans that begin in open hours before `until`, if it is given, without the pauses."""
    for span in _open_from(calendar, start):
        if until and span[0] >= until:
            return
        yield from _without(span, pauses)


def _open_from(calendar, moment):
    """The spans in which the place is open, the first of them cut off at `moment`."""
    moment = moment.astimezone(UTC)
    day, rested = calendar.today(moment), 0
    while rested < LONGEST_REST:
        rested += 1
        for opens, closes in calendar.spans(day):
            if closes > moment:
                rested = 0
                yield max(opens, moment), closes
        day += DAY
    raise ValueError("this place never opens")


def _without(span, pauses):
    """What is left of a span when the pauses are cut out, in order."""
    begin, end = span
    for stops, resumes in sorted(pauses, key=lambda pause: pause[0]):
        if stops >= end:
            break
        if resumes is not None and resumes <= begin:
            continue
        if stops > begin:
            yield begin, stops
        if resumes is None or resumes >= end:
            return
        begin = resumes.astimezone(UTC)
    if begin < end:
        yield begin, end


def _moment(day, clock, zone):
    return datetime.combine(day, clock, zone).astimezone(UTC)
