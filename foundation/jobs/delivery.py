"""News from one room become jobs, one for each listener."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.records import outbox
from foundation.records.models import OutboxEvent

from . import bell
from .actions import enqueue
from .registry import handler

KIND = "outbox.deliver"


def deliver():
    for event in OutboxEvent.objects.filter(delivered_at=None).order_by("pk").iterator():
        with transaction.atomic():
            if OutboxEvent.objects.filter(pk=event.pk, delivered_at=None).update(delivered_at=timezone.now()):
                for name in outbox.listeners(event.verb):
                    enqueue(KIND, key=f"{event.pk}:{name}", event=event.pk, listener=name)


def ring():
    bell.ring(bell.DELIVER)


@handler(KIND, label=_("Pass on news"))
def tell(job, progress):
    event = OutboxEvent.objects.get(pk=job.args["event"])
    outbox.listeners(event.verb)[job.args["listener"]](event)
