"""What is kept on a natural person, what of it may be erased today, and what the law still keeps."""

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from foundation.documents.models import Document
from foundation.lib.errors import BusinessError
from foundation.organisation.models import Person
from foundation.records import personal
from foundation.records.audit import secrets_of
from foundation.records.models import AuditEvent
from foundation.records.personal import Personal

from .retention import Rule, rules


@dataclass(frozen=True)
class ToErase:
    personal: Personal
    rows: QuerySet
    count: int

    def __str__(self):
        fields = ", ".join(self.personal.erase) if isinstance(self.personal.erase, dict) else _("all")
        return f"{self.personal.model._meta.verbose_name}: {self.count} ({fields})"


@dataclass(frozen=True)
class Kept:
    """`until` is None where the time has not begun to run."""

    personal: Personal
    count: int
    rule: Rule
    until: date | None

    def __str__(self):
        until = _("until {day}").format(day=f"{self.until:%d.%m.%Y}") if self.until else _("until further notice")
        name = self.personal.model._meta.verbose_name
        return f"{name}.{self.personal.by}: {self.count}, {until}, {self.rule.basis} ({self.rule.text})"


@dataclass(frozen=True)
class Plan:
    to_erase: list[ToErase]
    kept: list[Kept]


def find(text):
    """The natural person with this e-mail address, or written as `contacts.partnercontact:17`. BusinessError if not one."""
    label, _colon, key = text.partition(":")
    if key:
        found = [
            row for model in personal.subjects() if model._meta.label_lower == label for row in _with_key(model, key)
        ]
    else:
        found = [row for model in personal.subjects() for row in model._base_manager.filter(email__iexact=text)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise BusinessError("privacy.unknown", _("Nobody is known as “{text}”.").format(text=text))
    names = ", ".join(f"{row._meta.label_lower}:{row.pk}" for row in found)
    raise BusinessError("privacy.several", _("“{text}” fits several: {names}").format(text=text, names=names))


def plan_of(subject, on):
    declared = personal.declared_of(type(subject))
    kept = [one for one in (_kept(personal_, subject, on) for personal_ in declared if personal_.rule) if one]
    named = any(one.personal.erase is None for one in kept)
    steps = [
        _step(personal_, subject, on)
        for personal_ in declared
        if personal_.erase is not None and not (personal_.is_name and named)
    ]
    return Plan([step for step in steps if step.count], kept)


def _kept(personal_, subject, on):
    rule = rules()[personal_.rule]
    rows = personal_.rows(subject) if personal_.erase is None else personal_.rows_to_erase(subject)
    rows = rows.filter(personal.still_kept(personal_, rule.years, on))
    count = rows.count()
    if not count:
        return None
    open_ended = rows.filter(**{f"{personal_.since}__isnull": True}).exists()
    until = None if open_ended else rule.until(rows.aggregate(last=Max(personal_.since))["last"])
    return Kept(personal_, count, rule, until)


def _step(personal_, subject, on):
    rows = personal_.rows_to_erase(subject)
    if personal_.rule:
        rows = rows.exclude(personal.still_kept(personal_, rules()[personal_.rule].years, on))
    return ToErase(personal_, rows, rows.count())


def _with_key(model, key):
    return model._base_manager.filter(pk=key) if key.isdecimal() else ()


# --- What is handed out ----------------------------------------------------------------------------------------------


def collected(subject):
    """Everything as plain data: own rows in full, rows of others by their key, and the events of the audit trail."""
    own = own_rows(subject)
    return {
        "subject": {"kind": str(subject._meta.verbose_name), "key": subject.pk, "name": str(subject)},
        "kept": {model._meta.label: [_row(row) for row in rows] for model, rows in own.items()},
        "named_in": _named_in(subject, own),
        "done": _done(subject),
        "told": _told(own),
        "documents": [_row(document) for document in documents_of(own)],
    }


def documents_of(own):
    """Files that belong to the person's own rows."""
    for model, rows in own.items():
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        yield from Document.objects.filter(subject_table=model._meta.db_table, subject_key__in=keys)


def own_rows(subject):
    return {
        one.model: one.rows(subject).order_by("pk")
        for one in personal.declared_of(type(subject))
        if one.erase is not None
    }


def _row(row):
    hidden = {field.attname for field in row._meta.concrete_fields if field.column in secrets_of(type(row))}
    return {
        field.attname: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.attname not in hidden
    }


def _named_in(subject, own):
    """Every foreign key of the house that leads to the person, declared or not."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model is type(subject):
                rows = model._base_manager.filter(**{field.name: subject.pk})
                if model in own:
                    rows = rows.exclude(pk__in=own[model].values("pk"))
                keys = list(rows.values_list("pk", flat=True))
                if keys:
                    found[f"{model._meta.label}.{field.name}"] = keys
    return found


def _done(subject):
    """What the person did in the portal. What it was about belongs to the company."""
    if not isinstance(subject, Person):
        return []
    events = AuditEvent.objects.filter(person_id=subject.pk).order_by("pk")
    return list(events.values("at", "operation", "verb", "table", "key", "reason"))


def _told(own):
    """What the audit trail tells of the person's own rows."""
    fields = ("at", "operation", "verb", "table", "key", "payload__before", "payload__after")
    return [
        event
        for model, rows in own.items()
        for event in AuditEvent.objects.filter(
            table=model._meta.db_table, key__in=[str(key) for key in rows.values_list("pk", flat=True)]
        )
        .order_by("pk")
        .values(*fields)
    ]
