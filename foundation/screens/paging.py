"""Pages by key: a page begins behind the last row of the page before, so page 1,000 costs what page 1 costs.

Nothing is counted. Rows are ordered by one field and then by primary key; rows without a value come last.
The cursor in the address is not a secret and not trusted: one that does not fit shows the first page.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import connection
from django.db.models import F, Q

LARGEST_KEY = 2**63


@dataclass(frozen=True)
class Page:
    objects: list
    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class Order:
    """One field path, with a leading minus for falling order."""

    text: str

    @property
    def path(self):
        return self.text.removeprefix("-")

    @property
    def falling(self):
        return self.text.startswith("-")

    def sorted(self, queryset, backwards=False):
        return queryset.annotate(sort_value=F(self.path)).order_by(*self._terms(queryset.model, backwards))

    def beyond(self, model, value, key, backwards):
        """The rows that follow (value, key) in the direction of travel."""
        way = "lt" if self.falling != backwards else "gt"
        same_value_later_key = Q(**{f"pk__{way}": key})
        if value is None:
            later = Q(sort_value=None) & same_value_later_key
            return later | Q(sort_value__isnull=False) if backwards else later
        # "from this value on, and not up to this row" lets the database enter the index at the right place
        later = Q(**{f"sort_value__{way}e": value}) & (Q(**{f"sort_value__{way}": value}) | same_value_later_key)
        return later | Q(sort_value=None) if may_be_null(model, self.path) and not backwards else later

    def _terms(self, model, backwards):
        falling = self.falling != backwards
        nulls = {}
        if may_be_null(model, self.path):  # said only where needed: it would keep PostgreSQL from using an index
            nulls = {"nulls_first" if backwards else "nulls_last": True}
        value = F("sort_value")
        return value.desc(**nulls) if falling else value.asc(**nulls), "-pk" if falling else "pk"


def page_of(queryset, *, order="pk", size=50, after="", before=""):
    order = Order(order)
    ordered = order.sorted(queryset, backwards=bool(before))
    start = _read(before or after, order, ordered)
    if start is None:
        return _first_page(queryset, order, size)
    rows = list(ordered.filter(order.beyond(queryset.model, *start, backwards=bool(before)))[: size + 1])
    if not rows:
        return _first_page(queryset, order, size)
    more, rows = len(rows) > size, rows[:size]
    if before:
        rows.reverse()
    return _page(rows, order, earlier=more or not before, later=more or bool(before))


def may_be_null(model, path):
    """Computed columns and anything reached through an optional relation may be empty."""
    for name in path.split("__"):
        try:
            column = model._meta.pk if name == "pk" else model._meta.get_field(name)
        except FieldDoesNotExist:
            return True
        if column.null:
            return True
        model = column.related_model
    return False


def _first_page(queryset, order, size):
    rows = list(order.sorted(queryset)[: size + 1])
    return _page(rows[:size], order, earlier=False, later=len(rows) > size)


def _page(rows, order, earlier, later):
    return Page(
        rows,
        after=_cursor(rows[-1], order) if later else "",
        before=_cursor(rows[0], order) if earlier else "",
    )


def _cursor(row, order):
    text = json.dumps([order.text, _sort_value(row, order), row.pk], default=str, ensure_ascii=False)
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _sort_value(row, order):
    """Rows of `values_list(named=True)` hold what they name and nothing else: their order is to be among it."""
    return row.sort_value if hasattr(row, "sort_value") else getattr(row, order.path)


def _read(cursor, order, queryset):
    """(value, key) of a cursor, or None when there is none, or it is another list's, or it was made up."""
    try:
        text, value, key = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if text != order.text or key is None:
            return None
        value_field = queryset.query.annotations["sort_value"].output_field
        return _stored_value(value_field, value), _stored_value(queryset.model._meta.pk, key)
    except (ValueError, TypeError, ArithmeticError, RecursionError, Base64Error, ValidationError):
        return None


def _stored_value(column, raw):
    """What the database can compare with; raises where it could not."""
    if raw is None:
        return None
    value = column.to_python(raw)
    column.get_db_prep_value(value, connection)
    if isinstance(value, int) and not -LARGEST_KEY <= value < LARGEST_KEY:
        raise ValueError(raw)
    if "\x00" in str(raw):
        raise ValueError(raw)
    str(raw).encode()
    return value
