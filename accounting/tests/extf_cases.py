"""Small booking batches, written by hand, that say what the format allows and what it does not."""

HEADER = (
    '"EXTF";700;21;"Buchungsstapel";13;20260302101500123;;"BO";"Erika Beispiel";"";1001;77;20260101;4;20260201;'
    '20260228;"Februar";"EB";1;0;1;"EUR";;"";;;"03";;;"";""'
)
HEADINGS = (
    "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Kurs;Basis-Umsatz;WKZ Basis-Umsatz;Konto;"
    "Gegenkonto (ohne BU-Schlüssel);BU-Schlüssel;Belegdatum;Belegfeld 1;Belegfeld 2;Skonto;Buchungstext"
)
ROW = '119,00;"S";"EUR";;;"";4930;70001;"9";1502;"RE-4711";"";;"Büromaterial"'


def file(*rows, header=HEADER, headings=HEADINGS):
    return "\r\n".join([header, headings, *rows, ""]).encode("cp1252")


def row(**cells):
    """ROW with some cells replaced, named by what they are."""
    names = "amount side currency rate base_amount base_currency account contra bu date number number2 discount text"
    values = dict(zip(names.split(), ROW.split(";"), strict=True)) | cells
    return ";".join(values.values())


def header(**fields):
    """HEADER with some fields replaced, named f13 for field 13."""
    values = HEADER.split(";")
    for name, value in fields.items():
        values[int(name[1:]) - 1] = value
    return ";".join(values)


# A file that is refused: its bytes and the findings that say why.
REFUSED = {
    "nothing": (b"", ["empty"]),
    "blanks": (b" \r\n ", ["empty"]),
    "Excel": (b"PK\x03\x04rest", ["other_file"]),
    "PDF": (b"%PDF-1.7", ["other_file"]),
    "UTF-16": (file(ROW).decode("cp1252").encode("utf-16"), ["encoding"]),
    "bytes that no code page has": (file(ROW).replace(b"\xfc", b"\x81"), ["encoding"]),
    "binary": (file(ROW) + b"\0", ["binary"]),
    "another CSV": (b"Datum;Betrag\r\n01.02.2026;5,00\r\n", ["not_extf"]),
    "commas": (file(ROW).replace(b";", b","), ["separator"]),
    "quote in the header": (file(ROW, header=HEADER.replace('"Februar"', '"Feb"ruar"')), ["broken_quotes"]),
    "customers": (file(ROW, header=header(f3="16")), ["category"]),
    "unknown category": (file(ROW, header=header(f3="99")), ["category_unknown"]),
    "old header": (file(ROW, header=header(f2="300")), ["version"]),
    "no fiscal year": (file(ROW, header=header(f13="")), ["header_fiscal_year"]),
    "fiscal year is no date": (file(ROW, header=header(f13="20261301")), ["header_fiscal_year"]),
    "account length": (file(ROW, header=header(f14="9")), ["header_account_length"]),
    "ends before it begins": (file(ROW, header=header(f16="20260131")), ["header_dates"]),
    "header only": (HEADER.encode("cp1252"), ["no_rows"]),
    "no rows": (file(), ["no_rows"]),
    "blank rows": (file(";;;;;;;;;;;;;", ""), ["no_rows"]),
    "no account column": (
        file(ROW, headings=HEADINGS.replace(";Konto;", ";Kostenart;")), ["heading_unknown", "heading_missing"],
    ),
    "account column twice": (file(ROW, headings=HEADINGS.replace("Skonto", "Konto")), ["heading_doubled"]),
}  # fmt: skip

# A row that is refused: the row, and each finding with its column as the file names it.
WRONG_ROWS = {
    "no amount": (row(amount=""), [("missing", "Umsatz (ohne Soll/Haben-Kz)")]),
    "zero": (row(amount="0,00"), [("amount_zero", "Umsatz (ohne Soll/Haben-Kz)")]),
    "negative": (row(amount="-5,00"), [("amount_negative", "Umsatz (ohne Soll/Haben-Kz)")]),
    "English": (row(amount="1,234.56"), [("amount", "Umsatz (ohne Soll/Haben-Kz)")]),
    "two meanings": (row(amount="1.234"), [("amount", "Umsatz (ohne Soll/Haben-Kz)")]),
    "three decimals": (row(amount="1,234"), [("amount", "Umsatz (ohne Soll/Haben-Kz)")]),
    "other digits": (row(amount="1²,00"), [("amount", "Umsatz (ohne Soll/Haben-Kz)")]),
    "10^12 cents": (row(amount="10000000000,00"), [("amount_large", "Umsatz (ohne Soll/Haben-Kz)")]),
    "5,000 digits": (row(amount="9" * 5_000), [("amount_large", "Umsatz (ohne Soll/Haben-Kz)")]),
    "no side": (row(side=""), [("missing", "Soll/Haben-Kennzeichen")]),
    "side": (row(side="D"), [("side", "Soll/Haben-Kennzeichen")]),
    "no account": (row(account=""), [("missing", "Konto")]),
    "account name": (row(account="Kasse"), [("account", "Konto")]),
    "account 0": (row(account="0000"), [("account_zero", "Konto")]),
    "long account": (row(contra="700010"), [("account_long", "Gegenkonto (ohne BU-Schlüssel)")]),
    "same account": (row(contra="04930"), [("same_account", "Gegenkonto (ohne BU-Schlüssel)")]),
    "BU key": (row(bu="A9"), [("bu_key", "BU-Schlüssel")]),
    "long BU key": (row(bu="10009"), [("bu_key", "BU-Schlüssel")]),
    "no date": (row(date=""), [("missing", "Belegdatum")]),
    "date with a year": (row(date="15022026"), [("date", "Belegdatum")]),
    "29 February": (row(date="2902"), [("date", "Belegdatum")]),
    "day before": (row(date="3101"), [("date_outside", "Belegdatum")]),
    "day after": (row(date="0103"), [("date_outside", "Belegdatum")]),
    "long number": (row(number="9" * 37), [("number_long", "Belegfeld 1")]),
    "currency": (row(currency="Euro"), [("currency", "WKZ Umsatz")]),
    "dollars alone": (row(currency="USD"), [("currency_foreign", "WKZ Umsatz")]),
    "rate 0": (row(currency="USD", base_amount="90,00", rate="0,00"), [("rate", "Kurs")]),
    "books in francs": (
        row(currency="USD", base_amount="90,00", base_currency="CHF"), [("base_currency", "WKZ Basis-Umsatz")],
    ),
    "two truths": (row(base_amount="90,00"), [("base_differs", "Basis-Umsatz")]),
    "discount": (row(discount="3%"), [("amount", "Skonto")]),
    "too many cells": (ROW + ";1", [("too_many_cells", None)]),
    "quote in a value": (row(text='"Büro"material"'), [("broken_quotes", None)]),
    "several": (
        row(amount="", side="X", date="3102"),
        [("missing", "Umsatz (ohne Soll/Haben-Kz)"), ("side", "Soll/Haben-Kennzeichen"), ("date", "Belegdatum")],
    ),
}  # fmt: skip

# A row that is read although something is odd: the row, the code of the warning, what was read.
ODD_ROWS = {
    "thousands": (row(amount="1.119,00"), "amount_notation", {"amount": 111_900}),
    "no decimals": (row(amount="119"), "amount_notation", {"amount": 11_900}),
    "one decimal": (row(amount="119,5"), "amount_notation", {"amount": 11_950}),
    "number with a space": (row(number="RE 4711"), "number_characters", {"document_number": "RE 4711"}),
    "slash in number 2": (row(number2="4711/2026"), None, {"document_number2": "4711/2026"}),
    "long text": (row(text="x" * 61), "text_long", {"text": "x" * 61}),
    "lost opening quote": (row(text='Büromaterial"'), "stray_quote", {"text": "Büromaterial"}),
    "inch sign": (row(text='"Monitor 19"""'), None, {"text": 'Monitor 19"'}),
    "line break": (row(text='"Büro\nmaterial"'), "line_break", {"text": "Büro material"}),
    "cells left out": (ROW.rsplit(";", 2)[0], "too_few_cells", {"text": ""}),
    "empty cells too many": (ROW + ";;", None, {"text": "Büromaterial"}),
    "lost zeros": (row(account="27", date="102"), None, {"account": "0027"}),
    "zeros": (row(contra="0070001", bu="0009"), None, {"contra_account": "70001", "bu_key": "9"}),
    "BU 40": (row(bu="40"), None, {"automatic_cancelled": True}),
    "dollars": (
        row(currency="USD", rate="1,25", base_amount="95,20", base_currency="EUR"),
        None, {"currency": "USD", "base_amount": 9_520},
    ),
    "discount": (row(discount="3,57"), None, {"discount": 357}),
}  # fmt: skip

# Fiscal years that do not begin in January: start, DDMM, the day that is meant.
DATES = [
    ("20260101", "0101", "2026-01-01"),
    ("20260101", "3112", "2026-12-31"),
    ("20250701", "0107", "2025-07-01"),
    ("20250701", "3006", "2026-06-30"),
    ("20230701", "2902", "2024-02-29"),
    ("20250415", "1404", "2026-04-14"),
    ("20250415", "1504", "2025-04-15"),
]
