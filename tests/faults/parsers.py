"""Everything that reads what others wrote, given files and words with a few bytes changed, cut or doubled.

`python -m tests.faults.parsers [inputs] [seed]` is the long run, with so many inputs for each reader; the gate tries a
few hundred. The only error that may come out is one with a sentence.
"""

import io
import os
import random
import re
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice

import pikepdf
import pytest

from accounting.calc import camt, extf
from accounting.tests.camt_cases import PLAIN
from foundation.contacts.calc.iban import is_iban
from foundation.documents.calc import kinds, pdf
from foundation.lib import dates, money, safe_xml, safe_zip, tabular, text
from foundation.lib.errors import BusinessError

INPUTS, SEED = "PARSER_INPUTS", "PARSER_SEED"
SLOWEST_SECONDS = 1
TODAY = date(2026, 3, 20)
VALUE = re.compile(rb"[^<>;\"\r\n]+")
SPICE = [
    b"", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\r\n", b'"', b"<", b"&#x0;", b"]]>", b"-", b"0", b"9" * 30, b"1e9", b"NaN", b"2026-02-30",
    b"0000-00-00", b"99999999999999.99", "\u0663\u00b2".encode(), b"\x1a", b";" * 200, b"A" * 5_000,
]  # fmt: skip


@dataclass(frozen=True)
class Reader:
    name: str
    read: Callable
    sound: bytes  # an input that it reads without complaint

    def failures(self, inputs, seed):
        """(input, error or seconds) of each that did not end in time, or in a sentence."""
        chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        for data in islice(spoilt(self.sound, chance), inputs):
            start = time.process_time()
            try:
                self.read(data)
            except BusinessError:
                pass
            except Exception as error:
                yield data, repr(error)
            if (seconds := time.process_time() - start) > SLOWEST_SECONDS:
                yield data, f"{seconds:.1f} s"


def words(read):
    return lambda data: read(data.decode("utf-8", "replace"))


def a_batch():
    head = extf.Header(
        format_version=13, fiscal_year_start=date(2026, 1, 1), account_length=4, consultant=1001, client=1,
        date_from=date(2026, 1, 1), date_to=date(2026, 12, 31), label="Probe", currency="EUR",
    )  # fmt: skip
    row = extf.Row(
        line=3, amount=119_00, side="S", account="10000", contra_account="8400", document_date=date(2026, 2, 22),
        document_number="RE-3", text="Beratung",
    )  # fmt: skip
    return extf.write_batch(head, [row])


def a_zip(content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2026-03.xml", content)
    return file.getvalue()


def a_pdf():
    file = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(file)
    return file.getvalue()


READERS = [
    Reader("camt.053", camt.read, PLAIN),
    Reader("EXTF", extf.read_batch, a_batch()),
    Reader("XML", safe_xml.parse, PLAIN),
    Reader("ZIP", safe_zip.unpack, a_zip(PLAIN)),
    Reader("CSV", lambda data: list(tabular.csv_rows(data)), b'a;b\r\n"1;2";3\r\n'),
    Reader("kind", kinds.recognise, a_zip(b"[Content_Types].xml")),
    Reader("PDF", lambda data: pdf.fault_of(io.BytesIO(data)), a_pdf()),
    Reader("amount", words(money.parse_amount), b"-1.234,56"),
    Reader("date", words(lambda typed: dates.parse_date(typed, TODAY)), b"23.11.2026"),
    Reader("IBAN", words(is_iban), b"DE02120300000000202051"),
    Reader("name", words(lambda name: (text.words(name), text.cologne(name))), "Müller-Großkreuz".encode()),
]


def spoilt(sound, chance):
    """Endlessly many versions of it: half of the changes fall on any byte, half on a value between marks."""
    values = [found.span() for found in VALUE.finditer(sound)]
    while True:
        start, end = chance.choice(values)
        if chance.random() < 0.5:
            start = chance.randrange(len(sound) + 1)
            end = min(len(sound), start + chance.choice((0, 1, 2, 8, 200)))
        old = sound[start:end]
        new = chance.choice((chance.choice(SPICE), chance.randbytes(len(old)), old * 2, old[: len(old) // 2]))
        yield sound[:start] + new + sound[end:]


if __name__ == "__main__":
    inputs, seed = [*sys.argv[1:], *["100000", "1"][len(sys.argv) - 1 :]]
    os.environ |= {INPUTS: inputs, SEED: seed}
    sys.exit(pytest.main(["tests/faults/test_parsers.py", "-n0", "-q", "-s"]))
