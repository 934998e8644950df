from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import Conflict
from foundation.records.actor import acting, current_origin
from foundation.records.audit import happened

from . import bell, registry
from .choices import State
from .models import Job, WorkerSign


def enqueue(kind, *, key, by=None, **args):
    """Ask for work, inside the caller's transaction. The same key answers the job that is there already."""
    known = Job.objects.filter(key=key).first()
    if known:
        return known
    job = Job(
        kind=kind,
        key=key,
        args=args,
        args_version=registry.of(kind).version,
        requested_by=by,
        request_id=current_origin().request,
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        return Job.objects.get(key=key)
    _ring_on_commit(job)
    return job


def retry(job, by):
    """Start a failed or refused job again, with all its attempts. Conflict `job.not_failed` if it did not fail."""
    check(by, "jobs.job:retry", job)
    failed = Job.objects.filter(pk=job.pk, state__in=[State.FAILED, State.REFUSED])
    again = failed.update(
        state=State.QUEUED, attempts=0, not_before=None, error="", message="", progress=0, finished_at=None
    )
    if not again:
        raise Conflict("job.not_failed", _("This job has not failed, so it cannot be started again."))
    _ring_on_commit(job)


def retry_all(jobs, by):
    """All of them or none."""
    with transaction.atomic():
        for job in jobs:
            retry(job, by)


def restart_worker(by, reason):
    """The worker ends as soon as its jobs are done, and its supervisor starts it anew."""
    with acting(by, reason):
        check(by, "jobs.worker:restart")
        happened("jobs.worker.restarted", subject=WorkerSign(pk=1))
        transaction.on_commit(bell.stop_worker)


def _ring_on_commit(job):
    transaction.on_commit(partial(bell.ring, bell.RING, job.pk))
