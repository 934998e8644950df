"""The euro reference rates as the European Central Bank publishes them: CSV and XML, of one day or of all, also packed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from foundation.lib import safe_xml, safe_zip
from foundation.lib.errors import BusinessError
from foundation.lib.tabular import csv_rows
from foundation.lib.text import shorten

NAMESPACE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}"
MOST_FILES = 5
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_LONG_DAY = re.compile(r"([0-9]{1,2}) ([A-Za-z]+) ([0-9]{4})")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_PRICE = re.compile(r"[0-9]{1,10}(\.[0-9]{1,8})?")
_NOT_QUOTED = {"", "N/A", "-"}


@dataclass(frozen=True)
class Rate:
    """So many units of the currency for one euro."""

    day: date
    currency: str
    price: Decimal


def read(data):
    """The rates of a file, in its order. BusinessError names the line and the currency of what is wrong."""
    data = _unpacked(data)
    is_xml = data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    rates, seen = [], set()
    for line, rate in _of_xml(data) if is_xml else _of_csv(data):
        if (rate.day, rate.currency) in seen:
            raise _refused("twice", _("Line {line}: {what} stands in the file twice."), line, rate.currency)
        seen.add((rate.day, rate.currency))
        rates.append(rate)
    if not rates:
        raise BusinessError("ecb.empty", _("There are no reference rates in this file."), field="file")
    return rates


def _unpacked(data):
    if not safe_zip.is_zip(data):
        return data
    suffixes = {".csv", ".xml"}
    files = [
        content
        for name, content in safe_zip.unpack(data, most=MOST_FILES)
        if PurePosixPath(name.lower()).suffix in suffixes
    ]
    if len(files) != 1:
        raise BusinessError("ecb.zip", _("The ZIP file has to hold exactly one CSV or XML file."), field="file")
    return files[0]


def _of_csv(data) -> Iterator[tuple[int, Rate]]:
    rows = csv_rows(data, delimiter=",")
    _number, head = next(rows, (0, []))
    currencies = [cell.strip() for cell in head]
    if not currencies or currencies[0] != "Date":
        raise _unknown()
    while currencies[-1] == "":
        currencies.pop()
    for line, row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) < len(currencies) or any(cells[len(currencies) :]):
            raise _refused("cells", _("Line {line} has more or fewer cells than the first line."), line)
        day = _day(cells[0], line)
        for currency, text in zip(currencies[1:], cells[1:], strict=False):
            if text not in _NOT_QUOTED:
                yield line, _rate(day, currency, text, line)


def _of_xml(data):
    root = safe_xml.parse(data)
    days = [cube for cube in root.iter(f"{NAMESPACE}Cube") if "time" in cube.attrib]
    if not days:
        raise _unknown()
    for cube in days:
        day = _day(cube.get("time"), cube.sourceline)
        for quote in cube.iterchildren(f"{NAMESPACE}Cube"):
            text = quote.get("rate", "").strip()
            if text not in _NOT_QUOTED:
                yield quote.sourceline, _rate(day, quote.get("currency", ""), text, quote.sourceline)


def _rate(day, currency, text, line):
    if not _CURRENCY.fullmatch(currency) or currency == "EUR":
        raise _refused("currency", _("Line {line}: “{what}” is not a foreign currency."), line, currency)
    if not _PRICE.fullmatch(text) or not (price := Decimal(text)):
        sentence = _("Line {line}, {currency}: “{what}” is not a rate.")
        raise _refused("price", sentence, line, text, currency=currency)
    return Rate(day, currency, price)


def _day(text, line):
    try:
        if _ISO_DAY.fullmatch(text):
            return date.fromisoformat(text)
        if (match := _LONG_DAY.fullmatch(text)) and match[2] in MONTHS:
            return date(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))
    except ValueError:
        pass
    raise _refused("day", _("Line {line}: “{what}” is not a day."), line, text)


def _unknown():
    return BusinessError(
        "ecb.unknown", _("This is no file of euro reference rates of the European Central Bank."), field="file"
    )


def _refused(code, sentence, line, what="", **facts):
    return BusinessError(f"ecb.{code}", sentence.format(line=line, what=shorten(what, 40), **facts), field="file")
