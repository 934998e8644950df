"""The one door for tables that people send: CSV or XLSX, told apart by content. Formulas are seen, never computed."""

import io
from datetime import date, datetime, time
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES

from . import safe_zip
from .dates import format_date
from .errors import BusinessError
from .tabular import MOST_ROWS, csv_rows

MOST_FILLED = 100_000
MOST_COLUMNS = 100
UNPACKED = 64 * 1024 * 1024
FORMULA = "="
# What openpyxl lets through for a spoilt workbook; of both its XML parsers the errors are SyntaxErrors.
BROKEN = (SyntaxError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, OSError, EOFError)
DELIMITERS = ";,\t"
DOCTYPES = [
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!doctype") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
]


def rows_of(data):
    """(row number, texts) for every row with something in it, as a spreadsheet counts them. BusinessError (field `file`)
    `zip.…`, `csv.…` or `sheet.…` for what is no table or too much of one."""
    rows = _workbook_rows(data) if safe_zip.is_zip(data) else _csv_rows(data)
    for filled, (number, cells) in enumerate(((n, cells) for n, cells in rows if any(cells)), 1):
        if filled > MOST_FILLED + 1:
            raise _refused("rows", _("The file has more than {most} rows. Please divide it."), most=MOST_FILLED)
        if len(cells) > MOST_COLUMNS:
            raise _refused("columns", _("Row {row} has more than {most} cells."), row=number, most=MOST_COLUMNS)
        yield number, cells


def about(data):
    """Roughly how many rows there are, to tell how far one has come."""
    if not safe_zip.is_zip(data):
        return data.count(b"\n") + 1
    return max(content.count(b"<row") for _name, content in safe_zip.unpack(data, limit=UNPACKED)) or 1


def is_formula(text):
    """Or what is left of one that a spreadsheet could not compute."""
    return text.startswith(FORMULA) or text in ERROR_CODES


def _csv_rows(data):
    encoding = "utf-8" if _is_utf8(data) else "cp1252"
    head = next((line for line in data.splitlines() if line.strip()), b"").decode(encoding, "replace")
    delimiter = max(DELIMITERS, key=head.count)
    for number, cells in csv_rows(data, delimiter=delimiter, encoding=encoding):
        yield number, _without_tail([_unquoted(cell.strip()) for cell in cells])


def _is_utf8(data):
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _unquoted(text):
    """Without the apostrophe by which our own files lead what a spreadsheet would take for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _workbook_rows(data):
    _look_into(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        (sheet, *_others) = book.worksheets
        sheet.reset_dimensions()  # what the file claims of its size may be wrong
        for number, cells in enumerate(
            sheet.iter_rows(max_col=MOST_COLUMNS + 1, max_row=MOST_ROWS, values_only=True), 1
        ):
            if cells.count(None) < len(cells):  # a million empty rows cost next to nothing
                yield number, _without_tail([_text(cell) for cell in cells])
    except BROKEN as error:
        raise _refused("broken", _("The file cannot be read as an Excel workbook.")) from error


def _look_into(data):
    """Before the workbook is believed: its size unpacked, and that nothing in it defines entities."""
    try:
        parts = safe_zip.unpack(data, limit=UNPACKED)
    except BusinessError as error:
        if error.code == "zip.size":
            raise _refused("size", _("The workbook is too large. Please save it as CSV.")) from error
        raise
    for name, content in parts:
        if any(mark in content for mark in DOCTYPES):
            raise _refused("doctype", _("“{name}” in the workbook is built in a way that is not accepted."), name=name)


def _without_tail(texts):
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(cell):
    """As a person would have typed it; a fraction with a comma, so that 1,234 is not taken for thousands."""
    match cell:
        case None:
            return ""
        case str():
            return cell.strip()
        case bool():
            return str(int(cell))
        case float() if not cell.is_integer():
            return f"{Decimal(repr(cell)):f}".replace(".", ",")
        case int() | float():
            return str(int(cell))
        case datetime() if cell.time() == time.min:
            return format_date(cell)
        case date():
            return format_date(cell)
    return FORMULA if not isinstance(cell, time) else str(cell)


def _refused(code, sentence, **facts):
    return BusinessError(f"sheet.{code}", sentence.format(**facts), field="file")
