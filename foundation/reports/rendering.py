"""A report's data as the bytes of a file."""

from datetime import date

from foundation.lib.money import Cents
from foundation.lib.tabular import csv_out, xlsx_out
from foundation.records.seals import last_seal
from foundation.screens.templatetags.screens import amount, day

from . import pdf
from .catalogue import Row
from .choices import Format


def render(data, run, progress):
    match run.format:
        case Format.PDF:
            context = {"data": data, "run": run, "seal": last_seal()}
            return pdf.render_list("reports/pdf.html", context, _shown(data), progress)
        case Format.XLSX:
            return xlsx_out(data.title, _heads(data), _plain(data))
        case Format.CSV:
            return b"".join(csv_out(_heads(data), _plain(data)))


def _shown(data):
    kinds = [kind for _label, kind in data.columns]
    return [Row(list(zip(kinds, map(_text, kinds, row.cells), strict=True)), row.css) for row in data.lines]


def _text(kind, cell):
    if cell is None:
        return ""
    if kind == "amount" and isinstance(cell, int):
        return amount(cell)
    return day(cell) if kind == "date" and isinstance(cell, date) else str(cell)


def _heads(data):
    return [str(label) for label, _kind in data.columns]


def _plain(data):
    kinds = [kind for _label, kind in data.columns]
    for row in data.lines:
        yield [_value(kind, cell) for kind, cell in zip(kinds, row.cells, strict=True)]


def _value(kind, cell):
    return Cents(cell) if kind == "amount" and isinstance(cell, int) else cell
