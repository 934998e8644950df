"""What a work order can be about. Rooms below and beside are told of by whoever knows them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.screens import beside


@dataclass(frozen=True)
class Subject:
    """`rows(person)` is what this person may ask about, `visible(person)` what he may open; `label(row)` is how it is
    called in the work order."""

    model: type[Model]
    rows: Callable
    visible: Callable
    label: Callable = str

    @property
    def table(self):
        return self.model._meta.db_table


_subjects: dict[str, Subject] = {}


def register(subject):
    """From its page one can ask for work about it."""
    _subjects[subject.table] = subject
    way = beside.Way(_("Ask the back office"), _asking, "workorders.order:ask", "clipboard-check")
    beside.register(subject.model, way)


def _asking(row):
    return f"{reverse('workorders:choose')}?about={row._meta.db_table}:{row.pk}"


def find(person, table, key):
    """The row that is meant, if there is one that this person may ask about."""
    return _row(person, table, key, "rows")


def seen(person, table, key):
    """The same row for who looks at the order, if he may open it."""
    return _row(person, table, key, "visible")


def _row(person, table, key, way):
    subject = _subjects.get(table)
    try:
        return subject and getattr(subject, way)(person).filter(pk=key).first()
    except (ValueError, ValidationError):
        return None


def label_of(row):
    return str(_subjects[row._meta.db_table].label(row))[:200]
