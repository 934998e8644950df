"""When the law demands it, what an audit event tells is erased. The event stays, and with it the chain: a later event, itself
sealed, says which ones were emptied and by whose word."""

import json

from foundation.lib import ranges

from .audit import happened
from .models import AuditEvent, AuditPayload

ERASED = "records.payloads.erased"
CHUNK = 500


def erase_payloads(events, *, subject, **facts):
    """Inside `acting(ERASER)`, which the database asks for. How many there were."""
    keys = sorted(events.filter(payload__isnull=False).exclude(verb=ERASED).values_list("pk", flat=True))
    if keys:
        happened(ERASED, subject=subject, events=ranges.written(keys), **facts)
    for start in range(0, len(keys), CHUNK):
        AuditPayload.objects.filter(pk__in=keys[start : start + CHUNK]).delete()
    return len(keys)


def erased_events():
    """The events whose payload was rightly erased."""
    told = AuditEvent.objects.filter(verb=ERASED, payload__isnull=False).values_list("payload__after", flat=True)
    return {key for text in told for key in ranges.numbers_in(json.loads(text)["events"])}
