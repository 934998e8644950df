"""What the portal keeps on a natural person. Rooms declare it in their `apps.ready()`; what is handed out and what is erased
is made from these declarations alone.

A *subject* is a model whose rows are natural persons. A declaration says how a row leads to its subject, what of the row is
erased, and which rule of retention keeps it until then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from .models import AuditEvent


def deleted(rows, subject):
    rows.delete()


@dataclass(frozen=True)
class Personal:
    """`erase` maps fields to what stands there afterwards (or a function of the subject), or is a function of rows and
    subject; without it the row only names the subject, whose own name waits until the rule lets the row go. `since` is the
    field from which the time of `rule` runs; while it is empty the time has not begun. `told_in` finds further events of the
    audit trail that tell of the subject. `where(subject)` is a Q that finds the rows where no field leads to the subject; `by`
    is then only a name."""

    model: type
    of: type
    by: str
    erase: dict[str, Any] | Callable | None = None
    rule: str = ""
    since: str = ""
    is_name: bool = False
    where: Callable | None = None
    told_in: Callable = lambda subject: AuditEvent.objects.none()

    def rows(self, subject):
        return self.model._base_manager.filter(self.where(subject) if self.where else Q(**{self.by: subject.pk}))

    def rows_to_erase(self, subject):
        """Those where something is still there."""
        rows = self.rows(subject)
        return rows.exclude(**self.replacements(subject)) if isinstance(self.erase, dict) else rows

    def replacements(self, subject):
        return {field: value(subject) if callable(value) else value for field, value in self.erase.items()}

    def do(self, rows, subject):
        if isinstance(self.erase, dict):
            rows.update(**self.replacements(subject))
        else:
            self.erase(rows, subject)


_subjects: dict[type, Callable] = {}
_declared: list[Personal] = []


def subject(model, *, objection=lambda subject, on: ""):
    """`objection(subject, on)` is a sentence where the subject must not be erased at all on that day."""
    _subjects[model] = objection


def declare(model, *, of, by, **options):
    _declared.append(Personal(model, of, by, **options))


def subjects():
    return list(_subjects)


def objection_to(subject, on):
    return _subjects[type(subject)](subject, on)


def declared_of(model):
    return [personal for personal in _declared if personal.of is model]


def still_kept(personal, years, on):
    """The rows that a rule of so many years keeps on this day: it runs from the end of the calendar year."""
    return Q(**{f"{personal.since}__isnull": True}) | Q(**{f"{personal.since}__year__gte": on.year - years})
