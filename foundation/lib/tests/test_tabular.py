import io
import itertools
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from foundation.lib.errors import BusinessError
from foundation.lib.money import Cents
from foundation.lib.tabular import csv_out, csv_rows, xlsx_out

DAY = date(2026, 2, 1)
MOMENT = datetime(2026, 2, 1, 23, 30, tzinfo=UTC)
FORMULAS = [
    "=1+1",
    "+49 30 1234",
    "-5",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    " =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "=cmd|'/c calc'!A0",
]


def sheet_of(*args):
    return load_workbook(io.BytesIO(xlsx_out(*args))).active


def test_a_csv_file_as_a_whole():
    rows = [
        [Cents(-123456), DAY, MOMENT, 7, Decimal("0.190"), None, True],
        ["a;b", 'say "hi"', "two\nlines", "Büro", gettext_lazy("Name"), "", False],
    ]
    assert (
        b"".join(csv_out(["Amount", gettext_lazy("Day"), "At", "No.", "Rate", "Text", "Paid"], rows))
        == (
            "\ufeffAmount;Day;At;No.;Rate;Text;Paid\r\n"
            "-1234,56;01.02.2026;02.02.2026 00:30:00;7;0,190;;Yes\r\n"
            '"a;b";"say ""hi""";"two\nlines";Büro;Name;;No\r\n'
        ).encode()
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_no_csv_cell_can_run(text):
    ((_, [heading]), (_, [cell])) = csv_rows(b"".join(csv_out([text], [[text]])))
    assert (heading, cell) == (f"'{text}", f"'{text}")


@pytest.mark.parametrize("text", ["1=1", "a-b", "'", "€ -5"])
def test_harmless_text_stays_as_it_is(text):
    assert list(csv_rows(b"".join(csv_out(["x"], [[text]]))))[1] == (2, [text])


def test_csv_streams_rows_as_they_come():
    taken = itertools.count()
    chunks = csv_out(["Text"], ([f"{next(taken)} {'x' * 100}"] for _ in range(10_000)))
    first = next(chunks)
    assert next(taken) < 1_000
    assert b"".join([first, *chunks]).count(b"\r\n") == 10_001


def test_floats_are_no_money():
    with pytest.raises(TypeError):
        list(csv_out(["x"], [[0.1]]))


def test_a_workbook_keeps_kinds():
    sheet = sheet_of(
        "A/B: [long] title of a sheet nobody reads",
        ["Amount", "Day", "At", "No.", "Text"],
        [[Cents(-123456), DAY, MOMENT, 7, "Büro"]],
    )
    head, row = sheet.iter_rows()
    assert (sheet.title, sheet.freeze_panes, [cell.value for cell in head]) == (
        "A B   long  title of a sheet no",
        "A2",
        ["Amount", "Day", "At", "No.", "Text"],
    )
    assert all(cell.font.bold for cell in head)
    assert [(cell.value, cell.number_format) for cell in row] == [
        (-1234.56, "#,##0.00"),
        (datetime(2026, 2, 1), "DD.MM.YYYY"),
        (datetime(2026, 2, 2, 0, 30), "DD.MM.YYYY HH:MM:SS"),
        (7, "General"),
        ("Büro", "General"),
    ]


@pytest.mark.parametrize("text", [*FORMULAS, "#N/A", "=", "{=1}"])
def test_no_workbook_cell_can_run(text):
    head, row = sheet_of("Sheet", [text], [[text]]).iter_rows()
    assert {(cell.data_type, cell.value.strip()) for cell in (*head, *row)} == {("s", text.strip())}


def test_columns_are_as_wide_as_their_text_within_reason():
    sheet = sheet_of("Sheet", ["No.", "Text", "Long"], [[1, "x" * 20, "x" * 200]])
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [10, 22, 60]


def test_a_workbook_survives_control_characters_and_no_rows():
    assert sheet_of("Sheet", ["a\x00b"], [])["A1"].value == "ab"


@pytest.mark.parametrize(
    ("data", "options", "rows"),
    [
        (b"", {}, []),
        (b"a;b\r\n\r\n1;2", {}, [(1, ["a", "b"]), (3, ["1", "2"])]),
        ("\ufeffBüro;x\n".encode(), {}, [(1, ["Büro", "x"])]),
        ("Büro,x\r".encode("cp1252"), {"delimiter": ",", "encoding": "cp1252"}, [(1, ["Büro", "x"])]),
        (b'"a;""b""";"two\r\nlines"\r\nnext;5" pipe', {}, [(1, ['a;"b"', "two\r\nlines"]), (2, ["next", '5" pipe'])]),
    ],
)
def test_csv_is_read_row_by_row(data, options, rows):
    assert list(csv_rows(data, **options)) == rows


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b'a;b\r\n1;"2" x\r\n', "csv.malformed", "Row 2 "),
        (b'a;b\r\n1;2\r\n3;"never closed\r\n4;5\r\n', "csv.malformed", "Row 3 "),
        (b'"never closed', "csv.malformed", "Row 1 "),
        (b"a\n" + b"x" * 200_000, "csv.malformed", "Row 2 "),
        ("a\nb\nBüro".encode("cp1252"), "csv.encoding", "Line 3 "),
    ],
)
def test_a_broken_csv_file_is_refused_by_row(data, code, place):
    with pytest.raises(BusinessError) as refusal:
        list(csv_rows(data))
    assert refusal.value.code == code
    assert str(refusal.value).startswith(place)
