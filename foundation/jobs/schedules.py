"""What is done again and again. A tick asks for a job whose key is schedule and due minute, so two clocks do no harm."""

from dataclasses import dataclass
from datetime import timedelta

from celery.schedules import crontab

SWEEP, TICK = "jobs.sweep", "jobs.tick"


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
    return {"sweep": {"task": SWEEP, "schedule": timedelta(minutes=1), "options": {"expires": 60}}, **ticks}


def key_of(name, now):
    return f"{name}:{now:%Y-%m-%dT%H:%M}"
