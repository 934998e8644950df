"""What the worker hears."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from . import bell, delivery, handlers, schedules
from .actions import enqueue
from .choices import State
from .models import Job, WorkerSign

PATIENCE = timedelta(seconds=15)
KEEP = timedelta(days=7)


@shared_task(name=bell.RING)
def ring(job_id):
    handlers.run(job_id)
    sign_of_life()  # last, so that nobody waits for it


@shared_task(name=bell.DELIVER)
def deliver():
    delivery.deliver()


@shared_task(name=schedules.SWEEP)
def sweep():
    """Ring again for what nobody took, deliver what nobody heard, clear away old jobs of the clock."""
    now = timezone.now()
    sign_of_life()
    delivery.deliver()
    handlers.mend_times(now)
    overdue = handlers.due(now).exclude(created_at__range=(now - PATIENCE, now))
    for job_id in overdue.order_by("pk").values_list("pk", flat=True):
        bell.ring(bell.RING, job_id)
    Job.objects.filter(
        kind__in=schedules.kinds(), state=State.DONE, requested_by=None, finished_at__lt=now - KEEP
    ).delete()


@shared_task(name=schedules.TICK)
def tick(name):
    enqueue(schedules.of(name).kind, key=schedules.key_of(name, timezone.now()))


def sign_of_life():
    WorkerSign.objects.update_or_create(pk=1, defaults={"seen_at": timezone.now()})
