"""A table is declared once and shown three ways: as rows on a wide screen, as cards on a phone, as a file."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from django.utils.html import format_html

from foundation.lib.money import Cents

from .templatetags.screens import amount, day, moment

Kind = Literal["text", "amount", "date", "datetime", "number", "status", "link"]
Tone = Literal["draft", "posted", "waiting", "error", "done", "neutral"]

CSS = {"amount": "amount", "number": "amount", "date": "date", "datetime": "date", "link": "nowrap"}


class Status(NamedTuple):
    """What a status column's value is: the colour of the dot and the word beside it."""

    tone: Tone
    label: str


@dataclass(frozen=True)
class Column:
    """`value` is an attribute path (`"partner.name"`) or a callable; without it the name is the path. Amounts are
    cents, a status is a `Status`. `sort` is the field path behind the heading's link. Not `shown` at first, a column
    waits to be chosen; `stays` keeps it from being put away; `roomy` it makes room for a preview, as what waits to be
    chosen always does. `relation` is read together with the rows."""

    name: str
    label: str
    value: Callable | str | None = None
    kind: Kind = "text"
    link: Callable | None = None
    sort: str | None = None
    phone_order: int | None = None
    shown: bool = True
    stays: bool = False
    roomy: bool = False
    relation: str = ""

    @property
    def is_fixed(self):
        """The way to the row is always there."""
        return self.stays or self.link is not None

    def value_of(self, row):
        if callable(self.value):
            return self.value(row)
        value = row
        for name in (self.value or self.name).split("."):
            value = getattr(value, name)
            if value is None:  # an empty relation on the way is an empty cell
                break
        return value

    def cell_of(self, row):
        """Text or HTML; what is no HTML yet is escaped where the row is put together."""
        cell = self._cell(self.value_of(row))
        target = self.link(row) if self.link and cell != "" else None
        return format_html('<a href="{}">{}</a>', target, cell) if target else cell

    def _cell(self, value):
        if value is None or value == "":
            return ""
        match self.kind:
            case "amount":
                return amount(value)
            case "date":
                return day(value)
            case "datetime":
                return moment(value)
            case "status":
                return format_html('<span class="status status-{}">{}</span>', *value)
            case _:
                return value

    def plain(self, row):
        """The value for a file: numbers, dates and cents stay what they are."""
        value = self.value_of(row)
        if value is None:
            return None
        match self.kind:
            case "amount":
                return Cents(value)
            case "status":
                return str(value.label)
            case _:
                return value

    @cached_property
    def css(self):
        title = "row-title" if self.link else ""
        order = f"order-{self.phone_order}" if self.phone_order else ""
        roomy = "roomy" if self.roomy or not self.shown else ""
        return " ".join(filter(None, [CSS.get(self.kind), title, order, roomy]))

    @property
    def pattern(self):
        """Of each cell of the column: its look, its heading for the cards on a phone, and the place of its content."""
        css = format_html(' class="{}"', self.css) if self.css else ""
        label = str(self.label).replace("{", "{{").replace("}", "}}")
        return format_html('<td{} data-label="{}">{}</td>', css, label, "{}")


class Heading(NamedTuple):
    column: Column
    sort: str = ""
    direction: Literal["", "ascending", "descending"] = ""


class Table:
    """`order` is the sort of the first visit: a column's name, with a leading minus for falling order. Without it the
    newest row comes first."""

    def __init__(self, *columns, order=""):
        self.available = columns
        self.columns = tuple(column for column in columns if column.shown)
        self.order = order
        self._paths = {column.name: column.sort for column in columns if column.sort}

    def chosen(self, names):
        """The same table with these of its columns, in this order; as it is where none of them is known."""
        known = {column.name: column for column in self.available}
        columns = [known[name] for name in dict.fromkeys(names) if name in known]
        if not columns:
            return self
        table = copy(self)
        table.columns = (*(column for column in self.available if column.is_fixed and column not in columns), *columns)
        return table

    def behind(self, column):
        """The same table with one more column in front, which is not for choosing."""
        table = copy(self)
        table.columns = (column, *self.columns)
        return table

    def sums(self, objects):
        """For each column the sum of its amounts, None where it has none; nothing at all without amounts."""
        sums = [
            sum(column.value_of(row) or 0 for row in objects) if column.kind == "amount" else None
            for column in self.columns
        ]
        return sums if any(total is not None for total in sums) else []

    @property
    def rest(self):
        """The columns that are not chosen."""
        return [column for column in self.available if column not in self.columns]

    @property
    def relations(self):
        return [column.relation for column in self.columns if column.relation]

    def rows(self, objects):
        """The cells of each row, made here: a template that puts hundreds of them together takes longer than the page."""
        pattern = "".join(column.pattern for column in self.columns)
        cells = [column.cell_of for column in self.columns]
        return [format_html(pattern, *(cell_of(row) for cell_of in cells)) for row in objects]

    def sort_of(self, asked):
        """The sort key from the address, if a column offers it; else the table's own."""
        return asked if asked.removeprefix("-") in self._paths else self.order

    def path_of(self, sort):
        """The field path behind a sort key."""
        if not sort:
            return "-pk"
        path = self._paths[sort.removeprefix("-")]
        return f"-{path}" if sort.startswith("-") else path

    def headings(self, sort):
        """Each heading with the sort that a click on it asks for."""
        return [self._heading(column, sort) for column in self.columns]

    def _heading(self, column, sort):
        if not column.sort:
            return Heading(column)
        if sort == column.name:
            return Heading(column, f"-{column.name}", "ascending")
        return Heading(column, column.name, "descending" if sort == f"-{column.name}" else "")

    def heads(self):
        return [str(column.label) for column in self.columns]

    def lines(self, objects):
        return ([column.plain(row) for column in self.columns] for row in objects)
