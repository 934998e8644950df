"""The columns of a table that people send: form fields whose label is their heading, in any language of the portal."""

from dataclasses import dataclass, field
from functools import cached_property

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.lib.errors import BusinessError
from foundation.lib.sheets import is_formula, rows_of
from foundation.lib.text import fold, shorten, words


@dataclass(frozen=True)
class Column:
    """`also` are other headings under which it comes. An empty cell means the `initial` of its field."""

    name: str
    field: forms.Field
    also: tuple[str, ...] = ()

    @property
    def label(self):
        return self.field.label

    @property
    def required(self):
        return self.field.required and not self.field.initial

    @property
    def choices(self):
        return [label for value, label in getattr(self.field, "choices", []) if value != ""]

    def read(self, text):
        """The value of a cell, or a ValidationError that says in a sentence why there is none."""
        if is_formula(text):
            raise ValidationError(_("This is a formula. Please put its value in its place."))
        if not text and self.required:
            raise ValidationError(_("This cell must not be empty."))
        if self._meanings and text and fold(text) not in self._meanings:
            raise ValidationError(
                _("Please write one of these: {choices}.").format(choices=", ".join(map(str, self.choices)))
            )
        return self.field.clean(self._meanings.get(fold(text), text) or self.field.initial)

    def problem(self, text, error):
        facts = {"column": self.label, "reason": " ".join(error.messages), "value": shorten(text, 60)}
        if not text:
            return _("Column “{column}”: {reason}").format(**facts)
        return _("Column “{column}”, “{value}”: {reason}").format(**facts)

    @cached_property
    def headings(self):
        return {_heading(name) for name in (*_in_all_languages(self.label), *self.also)}

    @cached_property
    def _meanings(self):
        """For a choice: its values by what they are called."""
        choices = getattr(self.field, "choices", [])
        return {fold(name): value for value, label in choices for name in (value, *_in_all_languages(label))}


@dataclass
class Row:
    line: int
    cells: dict
    values: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)


class Sheet:
    """A file whose first row names its columns, in any order. `unknown` are the headings that nobody asked for.
    BusinessError (field `file`) where a required column is missing, or one comes twice."""

    def __init__(self, columns, data):
        self._rows = rows_of(data)
        _line, headings = next(self._rows, (0, []))
        if not headings:
            raise BusinessError("sheet.empty", _("The file is empty: it has no row with headings."), field="file")
        self._width, self._columns = len(headings), []
        known = {heading: column for column in columns for heading in column.headings}
        self.unknown = [heading for heading in headings if heading and _heading(heading) not in known]
        for place, heading in enumerate(headings):
            if column := known.get(_heading(heading)):
                self._columns.append((place, column))
        self._look_at([column for _place, column in self._columns], columns)

    def _look_at(self, found, columns):
        if missing := [str(column.label) for column in columns if column.required and column not in found]:
            sentence = _("These columns are missing: {columns}. The first row of the file must name them.")
            raise BusinessError("sheet.missing", sentence.format(columns=", ".join(missing)), field="file")
        if twice := [str(column.label) for column in found if found.count(column) > 1]:
            sentence = _("The column “{column}” stands there twice.")
            raise BusinessError("sheet.twice", sentence.format(column=twice[0]), field="file")

    def __iter__(self):
        for line, texts in self._rows:
            row = Row(
                line, {column.name: texts[place] if place < len(texts) else "" for place, column in self._columns}
            )
            if len(texts) > self._width:
                row.problems.append(_("The row has more cells than there are headings. Is a quotation mark missing?"))
            for _place, column in self._columns:
                text = row.cells[column.name]
                try:
                    row.values[column.name] = column.read(text)
                except ValidationError as error:
                    row.problems.append(column.problem(text, error))
            yield row


def values_of(columns, cells):
    """What `Sheet` read of these cells before, once more."""
    return {column.name: column.read(cells[column.name]) for column in columns if column.name in cells}


def _heading(text):
    return " ".join(words(text))


def _in_all_languages(text):
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield str(text)
