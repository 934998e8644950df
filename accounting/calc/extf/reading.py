"""From the bytes of a file to a Batch. Whatever the bytes are, the answer is a Batch and never an exception."""

import csv
import re
from itertools import chain
from typing import NamedTuple

from accounting.calc.extf.batch import Batch, Row
from accounting.calc.extf.findings import Findings
from accounting.calc.extf.header import read_header
from accounting.calc.extf.layout import read_layout
from accounting.calc.extf.rows import RowReader

_OTHER_FILES = {
    b"PK\x03\x04": "Excel/ZIP",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "Excel (xls)",
    b"<": "XML/HTML",
    b"{": "JSON",
}
_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_GARBLED = re.compile("Ã[\u0080-\u00bfŸœ€„–]")
_LINES = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_LINE_BREAKS = re.compile(r"[\r\n]+")


class ReadLine(NamedTuple):
    """A booking of the file; `row` is None where it could not be understood."""

    number: int
    row: Row | None


def read_batch(data):
    """The whole file at once."""
    findings = Findings()
    header, lines = open_batch(data, findings)
    lines = list(lines)
    return Batch(header, tuple(line.row for line in lines if line.row), findings.as_tuple(), len(lines))


def open_batch(data, findings):
    """(header, lines): the head is read now, each ReadLine only when it is asked for, so that a file of any length
    needs the memory of one line. Without header there are no lines, and `findings` say why."""
    text = _decode(data, findings)
    return (None, iter(())) if text is None else _open(text, findings)


def _decode(data, findings):
    """Windows-1252 is the rule; UTF-8 with or without mark occurs and cannot be mistaken for it."""
    if not data.strip():
        findings.add("empty")
        return None
    kind = next((kind for magic, kind in _OTHER_FILES.items() if data.startswith(magic)), None)
    if kind:
        findings.add("other_file", kind=kind)
        return None
    if data.startswith(_UTF16_BOMS):
        findings.add("encoding")
        return None
    if b"\0" in data:
        findings.add("binary")
        return None
    text = _decoded(data, findings)
    if text is None:
        findings.add("encoding")
    elif _GARBLED.search(text):
        findings.add("garbled")
    return text


def _decoded(data, findings):
    if data.isascii():
        return data.decode("ascii")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    else:
        findings.add("utf8")
        return text
    try:
        return data.removeprefix(_BOM).decode("cp1252")
    except UnicodeDecodeError:
        return None


def _open(text, findings):
    begin = re.match(r'"?(?:EXTF|DTVF)\b"?(;?)', text)
    if not begin or not begin[1]:
        findings.add("separator" if begin else "not_extf", row=1, value=text[:20])
        return None, iter(())
    records = _records(text, findings)
    first = next(records)
    header = first.values and read_header(first.values, findings)
    if not header:
        return None, iter(())
    return header, _read_lines(header, records, findings)


def _read_lines(header, records, findings):
    first = next(records, None)
    if first is None or first.values is None:
        findings.add("no_rows")
        return
    layout = read_layout(first.values, first.line, findings)
    if layout is None:
        return
    reader = RowReader(header, layout, findings)
    bookings = records if layout.named else chain([first], records)
    record = None
    for record in bookings:
        readable = record.values is not None and _has_right_length(record, layout, findings)
        yield ReadLine(record.line, reader.read(record.line, record.values) if readable else None)
    if record is None:
        findings.add("no_rows")


def _has_right_length(record, layout, findings):
    """Empty cells too many mean nothing; cells too few may be a habit, but not on a last line without an end."""
    length, expected = len(record.values), len(layout.headings)
    if length > expected and any(record.values[expected:]):
        code = "too_many_cells"
    elif length < expected and layout.named:
        code = "too_few_cells" if record.ended else "cut_off"
    else:
        return True
    findings.add(code, row=record.line, cells=length, headings=expected)
    return code == "too_few_cells"


class _Record(NamedTuple):
    """`values` is None where the line cannot be split, `ended` tells whether it closes with a line end."""

    line: int
    values: list[str] | None
    ended: bool


class _Lines:
    """Feeds the CSV reader and remembers what it took: afterwards quotation marks and line ends are gone."""

    def __init__(self, text):
        self._lines = (found[0] for found in _LINES.finditer(text))
        self.number = 0
        self.taken = []

    def __iter__(self):
        return self

    def __next__(self):
        line = next(self._lines)
        self.number += 1
        self.taken.append(line)
        return line


def _records(text, findings):
    """Every line that is not blank. After a broken line the reader starts afresh with the next one."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=";", strict=True)
    while True:
        line = lines.number + 1
        lines.taken.clear()
        try:
            values = [value.strip() for value in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            findings.add("broken_quotes", row=line, value=lines.taken[0].strip())
            values = None
        if values is None or any(values):
            yield _Record(line, values and _tidy(line, values, lines, findings), lines.taken[-1].endswith(("\n", "\r")))


def _tidy(line, values, lines, findings):
    if lines.number > line:
        findings.add("line_break", row=line)
        values = [_LINE_BREAKS.sub(" ", value) for value in values]
    if sum(taken.count('"') for taken in lines.taken) % 2:
        stray = [value for value in values if value.endswith('"')]
        if stray:
            findings.add("stray_quote", row=line, value=stray[0])
            values = [value.removesuffix('"') for value in values]
    return values
