from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest
from celery import current_app
from celery.schedules import crontab
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from foundation.access.gate import Denied
from foundation.jobs import actions, handlers, registry, schedules, tasks
from foundation.jobs.choices import State
from foundation.jobs.clock import Clock
from foundation.jobs.models import Job
from foundation.jobs.rules import own_or_administrator
from foundation.lib.errors import BusinessError
from foundation.organisation.models import Company, Person
from foundation.records.actor import acting


@pytest.fixture
def done(monkeypatch):
    """The keys of the jobs whose work was done; the work is repeatable, as every handler's must be."""
    done = set()
    monkeypatch.setattr(registry, "_handlers", dict(registry._handlers))
    registry.handler("test.note")(lambda job, progress: done.add(job.key))
    return done


@pytest.fixture
def person(db):
    with acting("system:test"):
        company = Company.objects.create(name="Nordlicht Handel GmbH", code="nordlicht")
        return [
            Person.objects.create(
                company=company,
                first_name=name,
                last_name="Sommer",
                email=f"{name}@example.com",
                joined_on=date(2024, 1, 1),
            )
            for name in ("ada", "bo")
        ]


def failing(kind, error, **options):
    def work(job, progress):
        raise error

    registry.handler(kind, **options)(work)


def test_the_same_key_is_one_job(db, done):
    first = actions.enqueue("test.note", key="a", amount=1)
    assert actions.enqueue("test.note", key="a", amount=2) == first
    assert Job.objects.get().args == {"amount": 1}


@pytest.mark.parametrize("point", ["jobs.after_lease", "jobs.before_result"])
def test_a_job_whose_worker_was_killed_is_done_by_the_next(db, done, monkeypatch, point):
    job = actions.enqueue("test.note", key="a")
    monkeypatch.setenv("FAULT_RAISE", point)
    with pytest.raises(RuntimeError):
        handlers.run(job.pk)
    monkeypatch.delenv("FAULT_RAISE")
    assert not handlers.run(job.pk), "the lease still holds"
    Job.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=3))
    assert handlers.run(job.pk)
    assert not handlers.run(job.pk), "it is done"
    job.refresh_from_db()
    assert (job.state, job.attempts, done) == (State.DONE, 2, {"a"})


def test_a_rule_that_says_no_fails_at_once_with_its_sentence(db, done):
    failing("test.no", BusinessError("x", "The period is closed."))
    job = actions.enqueue("test.no", key="a")
    handlers.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "The period is closed.")


def test_a_job_tells_what_it_is_at_and_then_that_it_is_done(db):
    told = {state: Job(state=state, message="Writing the file").sentence for state in (State.RUNNING, State.DONE)}
    assert told == {State.RUNNING: "Writing the file", State.DONE: State.DONE.label}


def test_the_unexpected_is_tried_again_and_then_told_without_a_trace(db, done):
    failing("test.bad", KeyError("secret"), max_attempts=2)
    job = actions.enqueue("test.bad", key="a")
    handlers.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.QUEUED and job.not_before > timezone.now()
    Job.objects.update(not_before=None)
    handlers.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.FAILED and "KeyError" in job.error and "secret" not in job.error


def test_a_silent_broker_fails_no_request(db, done, settings, django_capture_on_commit_callbacks, tmp_path):
    tasks.ring.app.conf.broker_transport_options = {"data_folder_out": str(tmp_path / "gone" / "away")}
    with django_capture_on_commit_callbacks(execute=True):
        job = actions.enqueue("test.note", key="a")
    assert job.state == State.QUEUED


def test_only_who_asked_starts_a_job_again(done, person):
    ada, bo = person
    job = actions.enqueue("test.note", key="a", by=ada)
    assert own_or_administrator(ada, job, timezone.now()) is None
    assert own_or_administrator(bo, job, timezone.now()).rule == "R20"
    with pytest.raises(Denied):
        actions.retry(job, bo)


def test_a_job_of_newer_code_is_left_alone_until_a_worker_understands_it(db, done):
    newer, unknown = actions.enqueue("test.note", key="a"), Job.objects.create(kind="test.of_tomorrow", key="b")
    Job.objects.filter(pk=newer.pk).update(args_version=2)
    assert [handlers.run(newer.pk), handlers.run(unknown.pk)] == [False, False]
    assert set(Job.objects.values_list("state", "attempts")) == {(State.QUEUED, 0)}
    registry.handler("test.note", version=2)(lambda job, progress: done.add(job.key))
    assert handlers.run(newer.pk)
    assert done == {"a"}


def minutes(start, count):
    return (start + timedelta(minutes=minute) for minute in range(count))


DAY = 24 * 60
AUTUMN, SPRING = datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 3, 28, tzinfo=UTC)
HOUR_BACK = chain(minutes(AUTUMN, 70), minutes(AUTUMN + timedelta(minutes=10), DAY))
DAY_AHEAD_AND_BACK = chain(minutes(SPRING, 10), minutes(SPRING + timedelta(days=1), 90), minutes(SPRING, 2 * DAY))


@pytest.mark.parametrize(
    ("clock", "days"),
    [
        (minutes(AUTUMN, 3 * DAY), ["10-24", "10-25", "10-26"]),
        (minutes(SPRING, 3 * DAY), ["03-28", "03-29", "03-30"]),
        (HOUR_BACK, ["10-24"]),
        (DAY_AHEAD_AND_BACK, ["03-28", "03-29"]),
    ],
    ids=["autumn", "spring", "an hour back", "a day ahead and back"],
)
def test_whatever_the_clock_does_a_daily_job_is_asked_for_once_a_day(monkeypatch, clock, days):
    """Asked as often as the clock says it is due, and once more by a second clock."""
    now = next(clock)
    when = crontab(hour=2, minute=30, nowfun=lambda: now)
    monkeypatch.setattr(schedules, "_schedules", {})
    schedules.every("nightly", kind="test.note", at=when)
    last_run, keys = now, []
    for now in clock:
        if when.is_due(min(last_run, now)).is_due:
            last_run = now
            for late in (0, 1, 90):
                keys.append(schedules.key_of("nightly", now + timedelta(minutes=late)))
    assert sorted(set(keys)) == [f"nightly:2026-{day}T02:30" for day in days]


def test_a_clock_that_is_put_back_does_not_stand_still(db, settings, tmp_path):
    """What it did last was tomorrow, and so is all that it has planned."""
    minutely = IntervalSchedule.objects.create(every=1, period=IntervalSchedule.MINUTES)
    tomorrow = timezone.now() + timedelta(days=1)
    PeriodicTask.objects.create(name="sweep", task="jobs.sweep", interval=minutely, last_run_at=tomorrow)
    clock = Clock(app=current_app, lazy=True)
    assert clock.Entry(PeriodicTask.objects.get(name="sweep"), app=current_app).is_due().next <= 60
    clock._heap = ["planned"]
    clock.notice(tomorrow.timestamp())
    assert clock._heap == ["planned"]
    clock.notice(timezone.now().timestamp())
    assert clock._heap is None


def test_put_back_an_hour_a_dead_worker_is_found_as_soon_as_ever(db, done):
    """The beats, the pause and the asking lie in the future now."""
    later = timezone.now() + timedelta(hours=1)
    dead, paused, asked = (actions.enqueue("test.note", key=key) for key in "abc")
    Job.objects.filter(pk=dead.pk).update(state=State.RUNNING, attempts=1, heartbeat_at=later)
    Job.objects.filter(pk=paused.pk).update(not_before=later)
    Job.objects.update(created_at=later)
    now = timezone.now()
    handlers.mend_times(now)
    assert set(handlers.due(now)) == {paused, asked}, "one who lives beats again before his lease ends"
    assert set(handlers.due(now + handlers.stale() + timedelta(seconds=1))) == {dead, paused, asked}
    handlers.mend_times(now)
    assert Job.objects.get(pk=dead.pk).heartbeat_at == now


def test_a_job_taken_over_because_the_clock_went_ahead_ends_once(db, done):
    """The first worker lives and goes on; what it says at the end counts no more."""

    def work(job, progress):
        if job.attempts == 1:
            Job.objects.update(heartbeat_at=timezone.now() - timedelta(days=1))
            assert handlers.run(job.pk)
        return {"by": job.attempts}

    registry.handler("test.slow")(work)
    job = actions.enqueue("test.slow", key="a")
    handlers.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.result) == (State.DONE, 2, {"by": 2})
