"""A Buchungsstapel as DATEV reads it: format version 13, 31 header fields, 125 columns, Windows-1252, CRLF."""

import re
import unicodedata

from accounting.calc.extf import columns, header
from accounting.calc.extf.cells import amount_text
from accounting.calc.extf.rows import DOCUMENT_NUMBER2_LENGTH, DOCUMENT_NUMBER_LENGTH, TEXT_LENGTH

FORMAT_VERSION = 13
LABEL_LENGTH = 30
_LINE_END = "\r\n"
_QUOTED_FIELDS = tuple(field in {0, 3, 7, 8, 9, 16, 17, 21, 23, 26, 29, 30} for field in range(header.FIELDS))
_BREAKS_LINE = re.compile(r'[;"\s]')
_SUBSTITUTES = str.maketrans(
    {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ħ": "h", "−": "-", "‐": "-", "‑": "-", "→": "->", "\u202f": " "}
)
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def write_batch(head, rows):
    lines = [_line(_header_fields(head), _QUOTED_FIELDS), ";".join(columns.HEADINGS)]
    lines.extend(_row_line(row, head.currency) for row in rows)
    return _encoded(_LINE_END.join(lines) + _LINE_END)


def _encoded(text):
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError:
        return "".join(map(_plainer, unicodedata.normalize("NFC", text))).encode("cp1252", "replace")


def _plainer(character):
    """The nearest thing that Windows-1252 has: a letter without its accent, else a question mark."""
    try:
        character.encode("cp1252")
        return character
    except UnicodeEncodeError:
        decomposed = unicodedata.normalize("NFKD", character.translate(_SUBSTITUTES))
        return "".join(c for c in decomposed if not unicodedata.combining(c)) or "?"


def _line(values, quoted):
    """Numbers stand bare; what only looks like one and would break the line is quoted all the same."""
    return ";".join(
        _quote(value) if is_text or _BREAKS_LINE.search(value) else value
        for value, is_text in zip(values, quoted, strict=True)
    )


def _quote(value):
    if not value:
        return '""'
    return '"' + re.sub(r"\s+", " ", value).replace('"', '""') + '"'


def _header_fields(head):
    fields = [""] * header.FIELDS
    created = head.created_at
    facts = {
        header.MARKER: "EXTF",
        header.VERSION: "700",
        header.CATEGORY: header.BOOKING_BATCH,
        header.CATEGORY + 1: "Buchungsstapel",
        header.FORMAT_VERSION: str(FORMAT_VERSION),
        header.CREATED_AT: created and f"{created.astimezone(header.BERLIN):%Y%m%d%H%M%S%f}"[:17],
        header.ORIGIN: head.origin[:2],
        header.EXPORTED_BY: head.exported_by[:25],
        header.CONSULTANT: head.consultant and str(head.consultant),
        header.CLIENT: head.client and str(head.client),
        header.FISCAL_YEAR: f"{head.fiscal_year_start:%Y%m%d}",
        header.ACCOUNT_LENGTH: str(head.account_length),
        header.DATE_FROM: head.date_from and f"{head.date_from:%Y%m%d}",
        header.DATE_TO: head.date_to and f"{head.date_to:%Y%m%d}",
        header.LABEL: head.label[:LABEL_LENGTH],
        header.INITIALS: head.initials[:2],
        header.BOOKING_TYPE: str(head.booking_type),
        header.BOOKING_TYPE + 1: "0",
        header.LOCKED: "1" if head.locked else "0",
        header.CURRENCY: head.currency,
        header.CHART: head.chart,
    }
    for position, value in facts.items():
        fields[position] = value or ""
    return fields


def _row_line(row, currency):
    """What the row knows goes to its column; columns that only the file knew are handed on as they came."""
    cells = {columns.DOCUMENT_LINK: _document_link(row)}
    cells |= {columns.canonical(heading): value for heading, value in row.raw.items()}
    cells |= _row_cells(row, currency)
    values = [cells.get(heading, "") for heading in columns.HEADINGS]
    return _line(values, columns.QUOTED)


def _row_cells(row, currency):
    foreign = row.base_amount is not None
    return {
        columns.AMOUNT: amount_text(row.amount),
        columns.SIDE: row.side,
        columns.CURRENCY: row.currency,
        columns.RATE: _decimal(row.rate, 6),
        columns.BASE_AMOUNT: amount_text(row.base_amount) if foreign else "",
        columns.BASE_CURRENCY: currency if foreign else "",
        columns.ACCOUNT: row.account,
        columns.CONTRA_ACCOUNT: row.contra_account,
        columns.BU_KEY: row.bu_key,
        columns.DOCUMENT_DATE: f"{row.document_date:%d%m}",
        columns.DOCUMENT_NUMBER: _document_number(row.document_number, DOCUMENT_NUMBER_LENGTH),
        columns.DOCUMENT_NUMBER2: _document_number(row.document_number2, DOCUMENT_NUMBER2_LENGTH),
        columns.DISCOUNT: amount_text(row.discount) if row.discount else "",
        columns.TEXT: row.text[:TEXT_LENGTH],
        columns.COST_CENTRE1: row.cost_centre1,
        columns.COST_CENTRE2: row.cost_centre2,
        columns.EU_COUNTRY_VAT: row.eu_country_vat,
        columns.SERVICE_DATE: _day(row.service_date),
        columns.DUE_DATE: _day(row.due_date),
        columns.REVERSAL: "1" if row.reversal else "0",
        columns.TAX_RATE: _decimal(row.tax_rate, 2),
    }


def _day(day):
    return f"{day:%d%m%Y}" if day else ""


def _decimal(number, places):
    return f"{number:.{places}f}".replace(".", ",") if number is not None else ""


def _document_number(number, limit):
    return re.sub(r"[^A-Za-z0-9_$&%*+\-/]+", "-", number.translate(_GERMAN))[:limit]


def _document_link(row):
    """A bare GUID is a document in DATEV Unternehmen online."""
    return f'BEDI "{row.document_links[0]}"' if row.document_links else ""
