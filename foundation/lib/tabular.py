"""The one door for tables in files: CSV in and out, XLSX out. No cell that leaves here can run as a formula."""

import csv
import io
import re
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .dates import format_date
from .errors import BusinessError
from .money import Cents, to_decimal

BERLIN = ZoneInfo("Europe/Berlin")
MOST_ROWS = 1_048_576

_CHUNK = 64 * 1024
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def csv_out(headings, rows):
    """Chunks of bytes as German spreadsheets open them: UTF-8 with BOM, semicolons, CRLF, 31.12.2026 and 1234,56.
    Text that a spreadsheet would take for a formula is led by an apostrophe."""
    buffer = io.StringIO("\ufeff", newline="")
    buffer.seek(1)
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    for row in chain([headings], rows):
        writer.writerow([_csv_cell(value) for value in row])
        if buffer.tell() > _CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _csv_cell(value):
    match _shown(value):
        case Cents() as cents:
            return _with_comma(to_decimal(cents))
        case Decimal() as number:
            return _with_comma(number)
        case int() as number:
            return number
        case datetime() as moment:
            return f"{moment:%d.%m.%Y %H:%M:%S}"
        case date() as day:
            return format_date(day)
        case text:
            return f"'{text}" if _FORMULA.match(text) else text


def _with_comma(number):
    return f"{number:f}".replace(".", ",")


def _shown(value):
    """Numbers and days as they are, aware times as the clock in Berlin shows them, everything else as text."""
    match value:
        case None:
            return ""
        case bool():
            return str(_("Yes") if value else _("No"))
        case float():
            raise TypeError("A table takes Cents, int or Decimal, not float")
        case datetime() if value.tzinfo:
            return value.astimezone(BERLIN).replace(tzinfo=None)
        case int() | Decimal() | date():
            return value
    return str(value)


def xlsx_out(title, headings, rows, as_text=False):
    """A workbook of one sheet as bytes: bold frozen head, money as numbers, days as days, text never as formula.
    With `as_text` its columns take what is typed as it is: a postcode keeps its 0 in front.
    BusinessError `table.too_long` beyond what a sheet can hold."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", str(title))[:31])
    sheet.freeze_panes = "A2"
    rows = iter(rows)
    first = list(islice(rows, 100))
    for number, width in enumerate(_widths([headings, *first]), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        if as_text:
            sheet.column_dimensions[get_column_letter(number)].number_format = "@"
    sheet.append([_heading_cell(sheet, heading) for heading in headings])
    for number, row in enumerate(chain(first, rows), start=2):
        if number > MOST_ROWS:
            raise BusinessError(
                "table.too_long", _("The table is too long for a spreadsheet. Please take the CSV file.")
            )
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _widths(rows):
    columns = zip(*([len(str(_csv_cell(value))) for value in row] for row in rows), strict=True)
    return [min(max(8, *lengths) + 2, 60) for lengths in columns]


def _heading_cell(sheet, heading):
    cell = _xlsx_cell(sheet, str(heading))
    cell.font = Font(bold=True)
    return cell


def _xlsx_cell(sheet, value):
    match _shown(value):
        case str() as text:
            cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
            cell.data_type = "s"
        case Cents() as cents:
            cell = WriteOnlyCell(sheet, to_decimal(cents))
            cell.number_format = "#,##0.00"
        case datetime() as moment:
            cell = WriteOnlyCell(sheet, moment)
            cell.number_format = "DD.MM.YYYY HH:MM:SS"
        case date() as day:
            cell = WriteOnlyCell(sheet, day)
            cell.number_format = "DD.MM.YYYY"
        case number:
            cell = WriteOnlyCell(sheet, number)
    return cell


def csv_rows(data, *, delimiter=";", encoding="utf-8"):
    """(row number, cells) for every row of `data` (bytes) that is not empty; rows count from 1, as a spreadsheet shows
    them. BusinessError `csv.encoding` or `csv.malformed`, naming the row."""
    reader = csv.reader(io.StringIO(_decoded(data, encoding), newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if cells:
                yield number, cells
    except csv.Error as error:
        raise BusinessError(
            "csv.malformed",
            _("Row %(row)s cannot be read: a quotation mark is missing or misplaced, or a cell is far too long.")
            % {"row": number + 1},
        ) from error


def _decoded(data, encoding):
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BusinessError(
            "csv.encoding",
            _("Line %(line)s contains characters that are not %(encoding)s.")
            % {"line": data.count(b"\n", 0, error.start) + 1, "encoding": encoding},
        ) from error
