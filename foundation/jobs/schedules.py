"""What is done again and again. A tick asks for a job whose key is schedule and due minute, so two clocks, a late tick
and a clock that is put back do no harm."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from celery.schedules import crontab
from django.conf import settings
from django.utils import timezone

SWEEP, TICK = "jobs.sweep", "jobs.tick"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Schedule:
    name: str
    kind: str
    when: timedelta | crontab


_schedules: dict[str, Schedule] = {}


def every(name, *, kind, minutes=None, at=None):
    """Every `minutes`, or `at` a `crontab` on the clock in Berlin."""
    _schedules[name] = Schedule(name, kind, at or timedelta(minutes=minutes))


def of(name):
    return _schedules[name]


def kinds():
    return {schedule.kind for schedule in _schedules.values()}


def entries():
    """The schedule as Celery's clock wants it. A tick that nobody heard within a minute is void."""
    ticks = {
        name: {"task": TICK, "schedule": schedule.when, "args": [name], "options": {"expires": 60}}
        for name, schedule in _schedules.items()
    }
    sweep = {"task": SWEEP, "schedule": timedelta(seconds=settings.SWEEP_SECONDS), "options": {"expires": 60}}
    return {"sweep": sweep, **ticks}


def key_of(name, now):
    return f"{name}:{_due(of(name).when, now):%Y-%m-%dT%H:%M}"


def _due(when, now):
    """The last moment at or before `now` that the schedule names. On the clock in Berlin, so the hour that comes twice
    in autumn is one."""
    if isinstance(when, timedelta):
        return EPOCH + (now - EPOCH) // when * when
    moment = timezone.make_naive(now)
    while not _names(when, moment):
        moment -= MINUTE
    return moment


def _names(when, moment):
    return (
        moment.minute in when.minute
        and moment.hour in when.hour
        and moment.isoweekday() % 7 in when.day_of_week
        and moment.day in when.day_of_month
        and moment.month in when.month_of_year
    )
