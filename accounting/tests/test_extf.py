import random
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from accounting.calc.extf import (
    Findings,
    Fingerprints,
    Header,
    Row,
    effective,
    fingerprint,
    open_batch,
    read_batch,
    write_batch,
)
from accounting.calc.extf.columns import HEADINGS, canonical
from accounting.calc.extf.findings import LIMIT
from accounting.tests.extf_cases import DATES, ODD_ROWS, REFUSED, ROW, WRONG_ROWS, file, header, row
from accounting.tests.extf_cases import HEADINGS as SHORT_HEADINGS

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "accounting"

# Rows read, rows seen, and the codes of what was found (each once).
SAMPLE_RESULTS = {
    "datev-ledermann/EXTF_Buchungsstapel.csv": (2, 2, set()),
    "datev-ledermann/EXTF_Stammdaten.csv": (0, 0, {"category"}),
    "datev-lint/fix/before_belegfeld_fix.csv": (
        2, 3, {"header_shifted", "header_currency_shifted", "number_characters", "number_long"},
    ),
    "datev-lint/golden/encoding_utf8_bom.csv": (
        2, 2, {"utf8", "header_shifted", "header_currency_shifted", "stray_quote"},
    ),
    "datev-lint/golden/encoding_windows1252.csv": (
        2, 2, {"header_shifted", "header_currency_shifted", "stray_quote"},
    ),
    "datev-lint/golden/invalid_fields.csv": (
        1, 4, {"header_shifted", "header_currency_shifted", "side", "missing", "number_long"},
    ),
    "datev-lint/golden/valid_minimal_700.csv": (
        10, 10, {"utf8", "header_shifted", "header_currency_shifted", "stray_quote"},
    ),
}  # fmt: skip


def codes(batch):
    return [finding.code for finding in batch.findings]


def bare(rows):
    """Rows without what belongs to one file only: the line and the cells as they stood there."""
    return [replace(row, line=0, raw={}) for row in rows]


def test_a_batch_is_read():
    batch = read_batch(file(ROW))
    assert batch.findings == ()
    assert batch.header == Header(
        format_version=13,
        fiscal_year_start=date(2026, 1, 1),
        account_length=4,
        consultant=1001,
        client=77,
        created_at=datetime(2026, 3, 2, 9, 15, 0, 123_000, tzinfo=UTC),
        date_from=date(2026, 2, 1),
        date_to=date(2026, 2, 28),
        label="Februar",
        currency="EUR",
        locked=True,
        chart="03",
        origin="BO",
        exported_by="Erika Beispiel",
        initials="EB",
    )
    assert bare(batch.rows) == [
        Row(
            line=0,
            amount=11_900,
            side="S",
            account="4930",
            contra_account="70001",
            document_date=date(2026, 2, 15),
            bu_key="9",
            document_number="RE-4711",
            text="Büromaterial",
        )
    ]
    assert batch.rows[0].line == 3
    assert batch.rows[0].raw["Belegdatum"] == "1502"


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_refused_says_why(case):
    data, expected = REFUSED[case]
    batch = read_batch(data)
    assert batch.rows == ()
    assert codes(batch) == expected
    assert batch.errors


@pytest.mark.parametrize("case", WRONG_ROWS)
def test_a_wrong_row_names_line_column_and_reason(case):
    line, expected = WRONG_ROWS[case]
    batch = read_batch(file(ROW, line, ROW))
    assert [(finding.code, finding.column) for finding in batch.errors] == expected
    assert {finding.row for finding in batch.errors} == {4}
    assert [row.line for row in batch.rows] == [3, 5]
    assert batch.rows_seen == 3


@pytest.mark.parametrize("case", ODD_ROWS)
def test_an_odd_row_is_read(case):
    line, code, expected = ODD_ROWS[case]
    batch = read_batch(file(line))
    assert codes(batch) == ([code] if code else [])
    assert {name: getattr(batch.rows[0], name) for name in expected} == expected


def test_a_finding_is_a_sentence():
    batch = read_batch(file(row(amount="1,234.56")))
    assert batch.findings[0].value == "1,234.56"
    assert "3" in str(batch.findings[0])
    assert "1,234.56" in str(batch.findings[0])


@pytest.mark.parametrize(("start", "text", "expected"), DATES)
def test_a_day_without_a_year_lies_in_the_fiscal_year(start, text, expected):
    batch = read_batch(file(row(date=text), header=header(f13=start, f15="", f16="")))
    assert batch.findings == ()
    assert batch.rows[0].document_date.isoformat() == expected


def test_an_open_quotation_mark_does_not_swallow_the_rest_of_the_file():
    batch = read_batch(file(ROW, row(text='"offen'), ROW, ROW, ROW))
    assert [(finding.code, finding.row) for finding in batch.findings] == [("broken_quotes", 4)]
    assert [row.line for row in batch.rows] == [3, 6, 7]


def test_a_file_that_was_cut_off_is_noticed():
    assert codes(read_batch(file(ROW, ROW)[:-30])) == ["cut_off"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_is_read_with_a_warning(encoding):
    batch = read_batch(file(ROW).decode("cp1252").encode(encoding))
    assert codes(batch) == ["utf8"]
    assert batch.rows[0].text == "Büromaterial"


def test_text_converted_twice_is_noticed():
    twice = row(text="Büromaterial".encode().decode("cp1252"))
    assert codes(read_batch(file(twice))) == ["garbled"]


@pytest.mark.parametrize(
    ("heading", "standard"),
    [
        ("Umsatz", HEADINGS[0]),
        ("S/H", HEADINGS[1]),
        ("Basisumsatz", HEADINGS[4]),
        ("Gegenkonto", HEADINGS[7]),
        ("BU-Schluessel", HEADINGS[8]),
        ("BU-Schl?ssel", HEADINGS[8]),
        ("BU-SchlÃ¼ssel", HEADINGS[8]),
        ("Beleginfo – Art 1", HEADINGS[20]),
        ("KOST1-Kostenstelle", HEADINGS[36]),
        ("EU-Land u. USt-IdNr.", HEADINGS[39]),
        ("Zusatzinformation- Inhalt 20", HEADINGS[86]),
        ("Leerfeld", HEADINGS[102]),
        ("Datum Zuord.", HEADINGS[115]),
        ("Generalumkehr", HEADINGS[117]),
        ("Abrechnungsreferent", HEADINGS[120]),
        ("Kontostand", None),
    ],
)
def test_a_heading_is_known_by_all_its_names(heading, standard):
    assert canonical(heading) == standard


def test_columns_are_found_by_heading_in_any_order():
    batch = read_batch(file("0802;8400;10000;H;5,95;x", headings="Belegdatum;Gegenkonto;Konto;S/H;Umsatz;Farbe"))
    assert codes(batch) == ["heading_unknown"]
    assert effective(batch.rows[0]) == ("8400", "10000", 595)


def test_without_headings_the_standard_order_holds():
    data = file(ROW, ROW).replace(SHORT_HEADINGS.encode("cp1252") + b"\r\n", b"")
    batch = read_batch(data)
    assert codes(batch) == ["no_headings"]
    assert [row.line for row in batch.rows] == [2, 3]


def test_findings_are_capped():
    batch = read_batch(file(*[row(amount="0,00")] * (LIMIT + 500)))
    assert len(batch.findings) == LIMIT + 1
    assert (batch.findings[-1].code, batch.findings[-1].value) == ("more", "500")
    assert batch.rows_seen == LIMIT + 500


@pytest.mark.parametrize(
    ("side", "reversal", "debit", "credit"),
    [
        ("S", False, "1200", "8400"),
        ("H", False, "8400", "1200"),
        ("S", True, "8400", "1200"),
        ("H", True, "1200", "8400"),
    ],
)
def test_side_and_reversal_make_debit_and_credit(side, reversal, debit, credit):
    booking = Row(3, 500, side, "1200", "8400", date(2026, 2, 1), reversal=reversal)
    assert effective(booking) == (debit, credit, 500)
    assert effective(replace(booking, currency="USD", base_amount=450)) == (debit, credit, 450)


def test_a_fingerprint_knows_the_row_again_and_tells_twins_apart():
    first, again = read_batch(file(ROW, ROW)), read_batch(file(row(), ROW, row(amount="119,01")))
    before, after = (
        [marks.of(row) for row in batch.rows] for marks, batch in ((Fingerprints(), first), (Fingerprints(), again))
    )
    assert before == after[:2]
    assert len(set(after)) == 3
    assert fingerprint(first.rows[0], 1) == "689f3d6be975d159c8cd3a9300a210d6"


FULL_ROW = Row(
    0,
    999_999_999_999,
    "H",
    "0420",
    "10000",
    date(2026, 2, 28),
    currency="USD",
    rate=Decimal("1.250000"),
    base_amount=799_999_999_999,
    bu_key="40",
    document_number="RE-2026/1",
    document_number2="280226",
    discount=2_500,
    text='Lieferung "Süd"; 50 €',
    cost_centre1="VERTRIEB",
    cost_centre2="P 17",
    service_date=date(2026, 2, 3),
    due_date=date(2026, 3, 14),
    reversal=True,
    eu_country_vat="ATU12345678",
    tax_rate=Decimal("19.00"),
    document_links=("e0a08953-fbaa-4054-af36-993d5d68f040",),
)


def test_what_is_written_is_read_again():
    head = read_batch(file(ROW)).header
    rows = [FULL_ROW, Row(0, 1, "S", "1200", "8400", date(2026, 2, 1))]
    batch = read_batch(write_batch(head, rows))
    assert batch.findings == ()
    assert batch.header == head
    assert bare(batch.rows) == rows


def test_the_written_file_has_the_shape_of_version_13():
    lines = write_batch(read_batch(file(ROW)).header, [FULL_ROW]).split(b"\r\n")
    assert [lines[0].count(b";"), lines[1].count(b";")] == [30, 124]
    assert lines[0].split(b";")[:5] == [b'"EXTF"', b"700", b"21", b'"Buchungsstapel"', b"13"]
    assert lines[3:] == [b""]


def test_columns_that_only_the_file_knew_are_handed_on():
    source = read_batch(
        file(ROW + ';"Rechnung";"4711"', headings=SHORT_HEADINGS + ";Beleginfo – Art 1;Beleginfo – Inhalt 1")
    )
    again = read_batch(write_batch(source.header, source.rows))
    assert again.rows[0].raw["Beleginfo - Inhalt 1"] == "4711"


def test_characters_that_the_code_page_lacks_are_replaced():
    odd = replace(FULL_ROW, text="Łódź → Čapek 字\nzwei Zeilen", document_number="RÉ 1.2")
    again = read_batch(write_batch(read_batch(file(ROW)).header, [odd]))
    assert (again.rows[0].text, again.rows[0].document_number) == ("Lódz -> Capek ? zwei Zeilen", "R-1-2")


def test_a_long_file_is_read_line_by_line():
    findings = Findings()
    _header, lines = open_batch(file(ROW, ROW.replace("119,00", "x")), findings)
    assert (next(lines).row is not None, findings.take()) == (True, ())
    assert (next(lines).row, [finding.code for finding in findings.take()]) == (None, ["amount"])


def test_no_broken_file_raises():
    chance = random.Random(2026)
    valid = write_batch(read_batch(file(ROW)).header, [FULL_ROW, *read_batch(file(ROW, ROW)).rows])
    for _ in range(2_000):
        data = bytearray(valid)
        for _ in range(chance.randint(1, 6)):
            at, length = chance.randrange(len(data)), chance.choice([0, 0, 1, 1, 5, 300])
            data[at : at + length] = chance.choice(
                [b"", b'"', b";", b"\r\n", b"\r", b"\0", b"-", b"9" * 40, chance.randbytes(3), data[:at][-50:]]
            )
            if not data:
                break
        for finding in read_batch(bytes(data)).findings:
            assert str(finding)


@pytest.mark.parametrize("name", [name for name in SAMPLE_RESULTS if (SAMPLES / name).exists()])
def test_files_of_other_programs(name):
    batch = read_batch((SAMPLES / name).read_bytes())
    assert (len(batch.rows), batch.rows_seen, set(codes(batch))) == SAMPLE_RESULTS[name]
    again = read_batch(write_batch(batch.header, batch.rows)) if batch.header else batch
    assert [effective(row) for row in again.rows] == [effective(row) for row in batch.rows]
