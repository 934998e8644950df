"""The audit trail of one object in words. Rooms name their own events with `register_words`."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.access.models import Role
from foundation.access.policy import MARK
from foundation.organisation.models import Person
from foundation.records.audit import secrets_of
from foundation.records.models import AuditEvent
from foundation.records.models.audit import Operation

from .templatetags.screens import amount, day, moment, number

ON_BEHALF = "on_behalf_of"
_KEYS = {ON_BEHALF: Person, "role": Role}  # facts that are the key of something
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MARKED = re.compile(MARK.format(number=r"(\d+)") + " ?(.*)", re.DOTALL)
_words: dict[str, str] = {}
_OPERATIONS = {
    Operation.INSERT: pgettext_lazy("history", "created"),
    Operation.UPDATE: pgettext_lazy("history", "changed"),
    Operation.DELETE: pgettext_lazy("history", "deleted"),
}


@dataclass(frozen=True)
class Change:
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class HistoryEvent:
    at: datetime
    who: str
    sentence: str
    changes: list[Change]
    reason: str


def register_words(verb, sentence):
    """`"accounting.entry.posted", _("posted the entry as number {number}")`: the braces name facts of the event."""
    _words[verb] = sentence


def history_of(table, key, limit=100):
    """The newest `limit` events of the row, newest first; one query for each model that they refer to."""
    events = AuditEvent.objects.filter(table=table, key=str(key)).select_related("payload").order_by("-pk")[:limit]
    events = list(events)
    return [told for event, told in zip(events, in_words(events, whole=False), strict=True) if _tells(event, told)]


def _tells(event, told):
    """Not a row that was written again as it was, or in which only the portal's own figures moved."""
    is_readable = _row(event, "after") and _model(event.table)
    return event.operation != Operation.UPDATE or not is_readable or bool(told.changes or told.reason)


def in_words(events, *, whole=True):
    """Any audit events, also of different tables, as sentences; not `whole`, without what the portal works out by itself."""
    rows = {event.pk: (_row(event, "before"), _row(event, "after")) for event in events}
    names = _names(events, rows)
    return [
        HistoryEvent(
            event.at,
            _who(event, rows[event.pk][1], names),
            _sentence(event, rows[event.pk][1], names),
            [] if event.operation == Operation.EVENT else _changes(_model(event.table), *rows[event.pk], names, whole),
            _reason(event),
        )
        for event in events
    ]


def _row(event, side):
    payload = getattr(event, "payload", None)  # the law may have had it erased
    text = getattr(payload, side, "")
    return json.loads(text) if text else {}


def _model(table):
    return next((model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table), None)


def _who(event, facts, names):
    if event.person_id:
        who = names.get((Person, event.person_id)) or str(_("a former person"))
        principal = names.get((Person, facts.get(ON_BEHALF))) if event.operation == Operation.EVENT else None
        return _("{who}, on behalf of {principal}").format(who=who, principal=principal) if principal else who
    return str(_("The portal")) + f" ({event.actor.removeprefix('system:')})"


def _sentence(event, facts, names):
    if event.operation != Operation.EVENT:
        return str(_OPERATIONS[event.operation])
    told = {name: _told(name, value, names) for name, value in facts.items()}
    return str(_words.get(event.verb, event.verb)).format_map(defaultdict(str, told))


def _told(name, value, names):
    if name in _KEYS:
        return names.get((_KEYS[name], value), value)
    return day(date.fromisoformat(value)) if isinstance(value, str) and _DAY.fullmatch(value) else value


def _reason(event):
    """With the mark of emergency rights in the words of the reader."""
    if not (marked := _MARKED.fullmatch(event.reason)):
        return event.reason
    number, reason = marked.groups()
    mark = _("Emergency rights {number}").format(number=number)
    return f"{mark}: {reason}" if reason else str(mark)


def _changes(model, before, after, names, whole):
    if model is None:
        return []
    return [
        Change(
            str(field.verbose_name), _shown(field, before.get(column), names), _shown(field, after.get(column), names)
        )
        for column, field in _fields(model).items()
        if (whole or field.editable) and _differ(before.get(column), after.get(column))
    ]


def _differ(old, new):
    """Nothing and an empty text are the same to a reader."""
    return old != new and not (old in (None, "") and new in (None, ""))


def _fields(model):
    hidden = {model._meta.pk.column, *secrets_of(model)}
    return {field.column: field for field in model._meta.concrete_fields if field.column not in hidden}


def _shown(field, raw, names):
    if raw is None or raw == "":
        return ""
    if field.is_relation:
        return names.get(_reference(field, raw)) or f"{field.related_model._meta.verbose_name} {raw}"
    if field.choices:
        return str(dict(field.flatchoices).get(raw, raw))
    if type(field) is models.BigIntegerField:  # how the house keeps money
        return amount(raw)
    return _written(field, raw)


def _written(field, raw):
    try:
        value = field.to_python(raw)
    except (ValidationError, TypeError):
        return str(raw)
    match field:
        case models.BooleanField():
            return str(_("Yes") if value else _("No"))
        case models.JSONField():  # SQLite tells it as its text
            value = json.loads(raw) if isinstance(raw, str) else raw
            return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        case models.DecimalField():  # SQLite tells it as the nearest float
            return number(round(value, field.decimal_places))
        case models.DateTimeField():
            return moment(_aware(value))
        case models.DateField():
            return day(value)
    return str(value)


def _aware(value):
    """SQLite writes UTC without saying so."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _reference(field, raw):
    target = field.target_field
    return field.related_model, target.to_python(raw)


def _names(events, rows):
    """What the rows refer to, (model, key) -> name, with one query for each model."""
    wanted = defaultdict(set)
    wanted[Person] = {event.person_id for event in events if event.person_id}
    told = [rows[event.pk][1] for event in events if event.operation == Operation.EVENT]
    for name, model in _KEYS.items():
        wanted[model] |= {facts[name] for facts in told if facts.get(name)}
    for event in events:
        model = _model(event.table)
        if model is None or event.operation == Operation.EVENT:
            continue
        for column, field in _fields(model).items():
            before, after = (row.get(column) for row in rows[event.pk])
            if field.is_relation and before != after:
                for raw in (before, after):
                    if raw is not None:
                        related, key = _reference(field, raw)
                        wanted[related].add(key)
    return {
        (model, key): str(found)
        for model, keys in wanted.items()
        if keys
        for key, found in model._base_manager.in_bulk(keys).items()
    }
