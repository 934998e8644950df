"""Statements of banks as they are read: amounts exact, batches in their parts, sums that must be right."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from accounting.calc.camt import Booking, read
from foundation.lib.errors import BusinessError

from .camt_cases import OTHER, OWN, PLAIN, balance, camt, entry, part, statement

SHARED = Path(settings.BASE_DIR).parent / "shared" / "data" / "accounting"
DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def told(data):
    return [str(finding) for found in read(data) for finding in found.findings]


@pytest.mark.parametrize("version", ["02", "03", "04", "05", "06", "07", "08"])
def test_every_version_says_the_same(version):
    (found,) = read(camt(statement(entry(119_00, version=version)), version=version))
    assert (found.label, found.iban, found.currency, found.opening, found.closing) == (
        "3/2026", OWN, "EUR", 1000_00, 1119_00,
    )  # fmt: skip
    assert found.bookings == (
        Booking(119_00, DAY, DAY, name="Ahorn GmbH", iban=OTHER, purpose="RE-2026-0001"),
    )  # fmt: skip
    assert found.findings == ()


@pytest.mark.parametrize(
    ("written", "amounts", "problem"),
    [
        ("119.00", [119_00], ""),
        ("119", [119_00], ""),
        ("119.00000", [119_00], ""),
        ("119.001", [], "The amount has more than two decimals."),
        ("118.99999", [], "The amount has more than two decimals."),
        ("1e2", [], "This is not an amount."),
        ("-119.00", [], "This is not an amount."),
        ("119,00", [], "This is not an amount."),
        ("999999999999999.00", [], "The amount is too large."),
        ("", [], "This is not an amount."),
    ],
)
def test_an_amount_is_exact_or_refused(written, amounts, problem):
    (found,) = read(camt(statement(entry(119_00).replace(">119.00<", f">{written}<"))))
    assert [booking.amount for booking in found.bookings] == amounts
    assert [(finding.line, finding.value, str(finding)) for finding in found.findings] == (
        [(2, written, problem)] if problem else []
    )


@pytest.mark.parametrize(
    ("details", "names"),
    [
        (part(100_00, "Eins") + part(19_00, "Zwei"), [("Eins", 100_00), ("Zwei", 19_00)]),
        (part(100_00, "Eins") + part(20_00, "Zwei"), [("", 119_00)]),
        (part(100_00, "Eins") + part(19_00, "Zwei", "USD"), [("", 119_00)]),
        ("", [("Ahorn GmbH", 119_00)]),
    ],
)
def test_a_batch_is_taken_apart_where_its_parts_make_its_amount(details, names):
    (found,) = read(camt(statement(entry(119_00, details=details))))
    assert [(booking.name, booking.amount) for booking in found.bookings] == names


def test_what_a_transaction_tells():
    details = (
        "<TxDtls><Refs><AcctSvcrRef>BANK-7</AcctSvcrRef><EndToEndId>E-1</EndToEndId><MndtId>M-1</MndtId></Refs>"
        '<AmtDtls><InstdAmt><Amt Ccy="USD">120.500</Amt></InstdAmt></AmtDtls>'
        '<Chrgs><Rcrd><Amt Ccy="EUR">1.50</Amt></Rcrd></Chrgs>'
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn><Prtry><Cd>109</Cd></Prtry></BkTxCd>"
        f"<RltdPties><Dbtr><Pty><Nm>Birke  KG</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>{OTHER}</IBAN></Id></DbtrAcct></RltdPties>"
        "<RltdAgts><DbtrAgt><FinInstnId><BICFI>MUSTDEZZXXX</BICFI></FinInstnId></DbtrAgt></RltdAgts>"
        "<RmtInf><Ustrd>Rechnung</Ustrd><Ustrd>4711</Ustrd><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>"
        "<RtrInf><Rsn><Cd>AC06</Cd></Rsn></RtrInf></TxDtls>"
    )
    (found,) = read(camt(statement(entry(-119_00, details=details, RvslInd="true"), closing=881_00)))
    assert found.bookings == (
        Booking(
            -119_00, DAY, DAY, name="Birke KG", iban=OTHER, bic="MUSTDEZZXXX", end_to_end="E-1", mandate="M-1",
            purpose="Rechnung 4711 RF18539007547034", bank_reference="BANK-7", code="PMNT-IDDT-UPDD 109",
            reversal=True, return_reason="AC06", foreign_amount="120.50 USD", charges="1.50 EUR",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "closing", "problem"),
    [
        ([entry(119_00)], 1119_00, ""),
        ([], 1000_00, ""),
        ([entry(119_00), entry(-19_00)], 1100_00, ""),
        ([entry(119_00, Sts="PDNG").replace("<Sts><Cd>BOOK</Cd></Sts>", "")], 1000_00, ""),
        (
            [entry(119_00)], 1119_01,
            "Statement 3/2026: opening balance 1,000.00 and bookings 119.00 make 1,119.00, but the closing balance is"
            " 1,119.01. Difference 0.01.",
        ),
        ([entry(119_00).replace("EUR", "USD")], 1119_00, "The amount is in USD, the account in EUR."),
        ([entry(119_00).replace("CRDT", "LEFT")], 1119_00, "Neither credit (CRDT) nor debit (DBIT)."),
        ([entry(119_00, day="2026-02-30")], 1119_00, "This is not a date."),
        ([entry(119_00).replace('<Amt Ccy="EUR">119.00</Amt>', "")], 1119_00, "Amt is missing."),
    ],
)  # fmt: skip
def test_the_sum_is_right_to_the_cent(entries, closing, problem):
    assert told(camt(statement(*entries, closing=closing))) == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("balances", "problem"),
    [
        (("PRCD", "CLBD"), ""),
        (("OPBD", "ITBD"), ""),
        (("ITBD", "CLBD"), ""),
        (("ITBD", "ITBD"), ""),
        (("OPAV", "CLBD"), "The statement has no opening balance."),
        (("OPBD", "CLAV"), "The statement has no closing balance."),
    ],
)
def test_balances_of_a_statement_or_of_a_page_of_it(balances, problem):
    plain = "".join(balance(*each) for each in (("OPBD", 1000_00, "2026-03-01"), ("CLBD", 1119_00, "2026-03-31")))
    opening, closing = balances
    other = balance(opening, 1000_00, "2026-03-01") + balance(closing, 1119_00, "2026-03-31")
    assert told(PLAIN.replace(plain.encode(), other.encode())) == ([problem] if problem else [])


def test_the_content_tells_whether_a_statement_is_the_same():
    again = PLAIN.replace(b"<Id>ST-3</Id>", b"<Id>ANOTHER</Id>")
    other = PLAIN.replace(b"RE-2026-0001", b"RE-2026-0002")
    one, same, changed = (read(data)[0].fingerprint for data in (PLAIN, again, other))
    assert (one == same, one == changed) == (True, False)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xml.malformed"),
        (b"<a/>", "camt.other"),
        (camt(version="99"), "camt.other"),
        (camt(), "camt.empty"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "xml.doctype"),
    ],
)
def test_what_is_no_statement_is_refused(data, code):
    with pytest.raises(BusinessError) as refused:
        read(data)
    assert refused.value.code == code


@pytest.mark.parametrize(("kind", "tag"), [("052", "Rpt"), ("054", "Ntfctn")])
def test_what_is_only_a_report_says_so(kind, tag):
    (found,) = read(camt(statement(entry(119_00), tag=tag, closing=1), kind=kind, body="Body"))
    assert (found.kind, len(found.bookings), found.findings) == (kind, 1, ())


# file: (kind, statements, entries booked, findings)
BANKS = {
    "camt-genkgo/camt052.v1.xml": ("052", 1, 1, []),
    "camt-genkgo/camt052.v4.xml": ("052", 1, 0, []),
    "camt-genkgo/camt052.v6.Amt-zero.xml": ("052", 1, 0, []),
    "camt-genkgo/camt052.v8.xml": ("052", 1, 1, []),
    "camt-genkgo/camt053.v2.five.decimals.xml": ("053", 1, 1, [
        "Statement 12312/2014: opening balance 18.15 and bookings 8.85 make 27.00, but the closing balance is 27.05."
        " Difference 0.05."
    ]),
    "camt-genkgo/camt053.v2.with-account-name.xml": ("053", 1, 0, ["The amount is in EUR, the account in JPY."]),
    "camt-genkgo/camt053.v4.xml": ("053", 1, 1, ["The amount is in SEK, the account in EUR."]),
    "camt-genkgo/camt053.v8.xml": ("053", 1, 1, ["The amount is in SEK, the account in EUR."]),
    "camt-genkgo/camt054.v2.xml": ("054", 1, 1, []),
    "camt-genkgo/camt054.v8-with-UETR.xml": ("054", 1, 0, ["The entry has no booking date."]),
    "camt-genkgo/camt53.only-Dt-with-DtTm.xml": ("053", 1, 0, ["The statement has no closing balance."]),
    "camt-oca/test-camt053": ("053", 1, 4, [
        "Statement 2/2014: opening balance 15,568.27 and bookings -12.99 make 15,555.28, but the closing balance is"
        " 15,121.12. Difference -434.16."
    ]),
    "camt-oca/test-camt054": ("054", 1, 1, []),
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in BANKS if (SHARED / name).exists()])
def test_files_of_real_banks(name):
    found = read((SHARED / name).read_bytes())
    findings = [str(finding) for each in found for finding in each.findings]
    bookings = sum(len(each.bookings) for each in found)
    assert (found[0].kind, len(found), bookings, findings) == BANKS[name]
