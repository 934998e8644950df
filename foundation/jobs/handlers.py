"""Doing one job: take the lease, keep it alive, do the work outside any transaction, write down how it ended.

The number of the attempt is the lease: a worker that was thought dead and wakes up finds another number and is silent.
"""

import logging
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from foundation.access.gate import Denied
from foundation.access.row_security import SYSTEM, read_by
from foundation.lib import faults
from foundation.lib.errors import BusinessError
from foundation.records.actor import coming_from

from . import registry
from .choices import State
from .models import Job
from .registry import handler

log = logging.getLogger(__name__)
PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=10)


def run(job_id):
    """Does the job if it is free, and answers whether it was."""
    job = _lease(job_id)
    if job is None:
        return False
    with coming_from(request=job.request_id), translation.override(_language_of(job.requested_by)):
        faults.point("jobs.after_lease")
        with read_by(job.requested_by_id or SYSTEM):
            outcome = _work(job)
        faults.point("jobs.before_result")
        _mine(job).update(heartbeat_at=None, **outcome)
    return True


def due(now):
    """Jobs that a worker may take: waiting ones whose time has come, and running ones whose worker is silent."""
    waiting = Q(state=State.QUEUED) & (Q(not_before=None) | Q(not_before__lte=now))
    return Job.objects.filter(waiting | Q(state=State.RUNNING, heartbeat_at__lt=now - stale()))


def mend_times(now):
    """After the clock was put back: a beat from the future is one of now. A living worker beats again, a dead one is found."""
    running = Job.objects.filter(state=State.RUNNING, heartbeat_at__gt=now + stale())
    running.update(heartbeat_at=now)
    Job.objects.filter(state=State.QUEUED, not_before__gt=now + LONGEST_PAUSE).update(not_before=now)


def stale():
    """So long is a living worker never silent: it beats six times as often."""
    return timedelta(seconds=settings.JOB_STALE_SECONDS)


def _lease(job_id):
    """None also for a job of newer code: it waits for a worker that understands it."""
    now = timezone.now()
    taken = due(now).filter(pk=job_id)
    if not any(map(registry.understands, taken)) or not taken.update(
        state=State.RUNNING, attempts=F("attempts") + 1, heartbeat_at=now, started_at=now
    ):
        return None
    return Job.objects.select_related("requested_by").get(pk=job_id)


def _mine(job):
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)


def _language_of(person):
    """Its sentences are written for who asked."""
    user = person.users.first() if person else None
    return user.language if user else translation.get_language()


def _work(job):
    """How it ended, as fields of the job."""
    spec = registry.of(job.kind)
    if job.attempts > spec.max_attempts:
        return _ended(State.FAILED, error=_("The work was interrupted several times and is not tried again."))
    try:
        with _heart(job) as progress:
            result = spec.work(job, progress)
    except Denied as error:
        return _ended(State.REFUSED, error=str(error))
    except BusinessError as error:
        return _ended(State.FAILED, error=str(error))
    except Exception as error:  # whatever went wrong, the job must know it
        log.exception("Job %s (%s) failed", job.pk, job.kind)
        return _failed(job, spec, type(error).__name__)
    return _ended(State.DONE, result=result, progress=100, error="")


def _failed(job, spec, name):
    error = _("Something unexpected went wrong ({name}). The administration finds the details in the log.").format(
        name=name
    )
    if job.attempts >= spec.max_attempts:
        return _ended(State.FAILED, error=error)
    return {"state": State.QUEUED, "error": error, "not_before": timezone.now() + PAUSE * job.attempts}


def _ended(state, **fields):
    return {"state": state, "finished_at": timezone.now(), **fields}


@contextmanager
def _heart(job):
    """A thread of its own beats and carries the progress, so work inside a read-only snapshot can report too."""
    stop, news = Event(), {}

    def progress(percent, message=""):
        news.update(progress=max(0, min(99, int(percent))), message=str(message)[:200])

    thread = Thread(target=_beat, args=(job, stop, news), daemon=True, name=f"heart of job {job.pk}")
    thread.start()
    try:
        yield progress
    finally:
        stop.set()
        thread.join()


def _beat(job, stop, news):
    written, silent, patience = {}, 0, settings.JOB_STALE_SECONDS // 6
    while not stop.wait(1):
        silent += 1
        now = dict(news)
        if now == written and silent < patience:
            continue
        try:
            _mine(job).update(heartbeat_at=timezone.now(), **now)
            written, silent = now, 0
        except DatabaseError as error:
            log.warning("Job %s could not beat: %s", job.pk, error)
    connections.close_all()


__all__ = ["due", "handler", "run"]
