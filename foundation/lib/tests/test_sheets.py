import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from foundation.lib.countries import parse_country
from foundation.lib.errors import BusinessError
from foundation.lib.sheets import about, rows_of
from foundation.lib.tabular import csv_out, xlsx_out


def workbook(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def repacked(data, name, content):
    """The same workbook with one of its parts exchanged."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return file.getvalue()


PLAIN = workbook(["Name"], ["Ahorn"])
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "data",
    [
        "Name;Ort\nMüller;Köln\n".encode(),
        "\ufeffName;Ort\r\nMüller;Köln\r\n".encode(),
        "Name,Ort\nMüller,Köln".encode("cp1252"),
        'Name\t"Ort"\n\n;;\n Müller \tKöln\t\t\n'.replace(";;", "\t\t").encode(),
        workbook(["Name", "Ort"], ["Müller", "Köln", None]),
        b"".join(csv_out(["Name", "Ort"], [["Müller", "Köln"]])),
        xlsx_out("Partner", ["Name", "Ort"], [["Müller", "Köln"]]),
    ],
)
def test_a_table_is_read_however_it_was_saved(data):
    assert [cells for _line, cells in rows_of(data)] == [["Name", "Ort"], ["Müller", "Köln"]]


@pytest.mark.parametrize("data", [b"Name\nAhorn\nBirke", workbook(["Name"], ["Ahorn"], ["Birke"])])
def test_it_is_known_about_how_many_rows_there_are(data):
    assert about(data) == 3


def test_rows_are_counted_as_a_spreadsheet_shows_them():
    rows = [["Name"], [], [None, " "], ["Ahorn"]]
    assert [line for line, _cells in rows_of(workbook(*rows))] == [1, 4]
    assert [line for line, _cells in rows_of(b"Name\n\n;\nAhorn\n")] == [1, 4]


def test_the_cells_of_a_workbook_are_what_one_would_have_typed():
    cells = [23552, 1234.0, 1.234, 0.1, True, date(2026, 1, 31), datetime(2026, 1, 31), "=1+1", " x "]
    ((_line, texts),) = rows_of(workbook(cells))
    assert texts == ["23552", "1234", "1,234", "0,1", "1", "31.01.2026", "31.01.2026", "=1+1", "x"]


def test_what_our_own_file_keeps_from_being_a_formula_comes_back_as_it_was():
    (_head, (_line, texts)) = rows_of(b"".join(csv_out(["Phone"], [["+49 451 1234"]])))
    assert texts == ["+49 451 1234"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a;b\n" + b";".join([b"x"] * 101), "sheet.columns"),
        (b"a\n" * 100_002, "sheet.rows"),
        (b'a\n"b', "csv.malformed"),
        (b"a\n\x81", "csv.encoding"),
        (PLAIN[:300], "zip.broken"),
        (repacked(PLAIN, SHEET, b" " * 80_000_000), "sheet.size"),
        (repacked(PLAIN, SHEET, b" " * 2_000_000), "zip.ratio"),
        (repacked(PLAIN, SHEET, b"<!DOCTYPE x><x/>"), "sheet.doctype"),
        (repacked(PLAIN, SHEET, b"<!--" + b" " * 9000 + b"--><!DOCTYPE x><x/>"), "sheet.doctype"),
        (repacked(PLAIN, SHEET, b"<broken"), "sheet.broken"),
        (repacked(PLAIN, "xl/styles.xml", b"<broken"), "sheet.broken"),
        (repacked(PLAIN, "[Content_Types].xml", b"<x/>"), "sheet.broken"),
        (repacked(PLAIN, "xl/workbook.xml", b"<x/>"), "sheet.broken"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_or_too_much_is_refused(data, code):
    with pytest.raises(BusinessError) as refused:
        list(rows_of(data))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("DE", "DE"), ("at", "AT"), ("Deutschland", "DE"), ("germany", "DE"), ("Österreich", "AT"), ("Oesterreich", "AT")],
)
def test_a_country_is_known_by_its_letters_and_by_its_names(text, code):
    assert parse_country(text) == code


@pytest.mark.parametrize("text", ["", "ZZ", "Absurdistan", "EU", "419"])
def test_what_is_no_country_is_refused(text):
    with pytest.raises(BusinessError):
        parse_country(text)
