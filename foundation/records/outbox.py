"""Who hears what. Rooms above register listeners; the jobs room delivers."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from .models import OutboxEvent

_listeners: dict[str, dict[str, object]] = {}
_bells: list = []


def listen(verb, name, handler):
    """`handler(event: OutboxEvent)` runs in the background, at least once, in a job of its own."""
    _listeners.setdefault(verb, {})[name] = handler


def listeners(verb):
    return _listeners.get(verb, {})


def on_news(bell):
    _bells.append(bell)


def put(verb, table, events):
    """`events` are pairs of key and facts. What nobody listens to is not kept."""
    if verb not in _listeners:
        return
    OutboxEvent.objects.bulk_create(
        OutboxEvent(verb=verb, subject_table=table, subject_key=key, facts=_plain(facts)) for key, facts in events
    )
    for bell in _bells:
        transaction.on_commit(bell)


def _plain(facts):
    """Days and amounts as the audit trail writes them."""
    return json.loads(json.dumps(facts, cls=DjangoJSONEncoder))
