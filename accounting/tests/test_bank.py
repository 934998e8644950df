"""Bank statements from the upload to the books: nothing twice, nothing half, every cent where it belongs."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from accounting.actions.bank import (
    Part,
    book_line,
    book_lines,
    ignore_line,
    match_lines,
    open_bank_account,
    reopen_line,
    undo_booking,
)
from accounting.actions.bank_imports import confirm_statements, run_bank_import, stage_statements
from accounting.actions.entries import change_draft, discard_draft, reverse_entry
from accounting.actions.posting import post_entries
from accounting.calc.lines import LineData
from accounting.models import Account, BankImport, BankLine, BankStatement, Entry
from accounting.queries.bank import in_the_books, proposals, standing
from accounting.queries.chain import verify_books
from conftest import fresh
from foundation.access.decisions import Denied
from foundation.lib.errors import BusinessError
from foundation.records.actor import acting

from .camt_cases import OWN, PLAIN, camt, entry, part, statement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def upload(data, name="auszug.xml"):
    return SimpleUploadedFile(name, data)


def stage(bank, *files):
    return stage_statements(by=fresh(bank.back), company=bank.company, uploads=[upload(data) for data in files])


def bring_in(bank, *files, **options):
    batch = stage(bank, *files)
    confirm_statements(batch, by=fresh(bank.back), **options)
    return run_bank_import(BankImport.objects.get(pk=batch.pk), by=fresh(bank.back), progress=lambda *_: None)


def findings(batch):
    return [(row.finding, row.problem) for row in batch.rows.all()]


def lines():
    return list(BankLine.objects.order_by("booking_date", "pk").select_related("statement__account__company__ledger"))


def the_line():
    (line,) = lines()
    return line


def book(bank, line=None, *parts, **more):
    parts = parts or (Part("8400", 119_00, "USt19"),)
    return book_line(line or the_line(), by=fresh(bank.back), parts=list(parts), **more)


MARCH = PLAIN
APRIL = camt(
    statement(
        entry(-19_00, day="2026-04-02"),
        opening=1119_00,
        closing=1100_00,
        number=4,
        first="2026-04-01",
        last="2026-04-30",
    )
)
MAY = camt(statement(opening=900_00, closing=900_00, number=5, first="2026-05-01", last="2026-05-31"))
DAILY = camt(statement(entry(119_00), number=9, first="2026-03-02", last="2026-03-02"))
WITHIN = camt(
    statement(
        entry(5_00, day="2026-03-03"), opening=7_00, closing=12_00, number=9, first="2026-03-03", last="2026-03-03"
    )
)
CHANGED = camt(statement(entry(118_00), closing=1118_00))
FOREIGN = camt(statement(entry(119_00), iban="DE99999999999999999999"))
WRONG = camt(statement(entry(119_00), closing=1119_01))
REPORT = camt(statement(entry(119_00), tag="Rpt"), kind="052", body="BkToCstmrAcctRpt")
DOUBLED = "1 of its bookings came with statement 3/2026 (01.03.2026 – 31.03.2026) already."


@pytest.mark.parametrize(
    ("before", "files", "expected"),
    [
        ([], [MARCH], [("fine", "")]),
        ([], [APRIL, MARCH], [("fine", ""), ("fine", "")]),
        ([], [MARCH, MARCH], [("fine", ""), ("known", "")]),
        ([MARCH], [MARCH], [("known", "")]),
        ([MARCH], [MARCH.replace(b"ST-3", b"ST-77")], [("known", "")]),
        ([MARCH], [APRIL], [("fine", "")]),
        ([MARCH], [CHANGED], [("error", "Statement 3/2026 was imported before, with other content.")]),
        ([MARCH], [DAILY], [("error", DOUBLED)]),
        ([MARCH], [WITHIN], [("warning", "Its days overlap with those of statement 3/2026 (01.03.2026 – 31.03.2026).")]),
        ([MARCH], [MAY], [("warning", "A statement is missing: 3/2026 closed on 31.03.2026 with 1,119.00, this one opens with 900.00.")]),
        ([], [FOREIGN], [("error", "There is no bank account with the IBAN DE99 9999 9999 9999 9999 99 yet. Please open it, then upload the file again.")]),
        ([], [REPORT, MARCH], [("left", "This is a report within the day (camt.052). Only statements (camt.053) are booked, so it is left out."), ("fine", "")]),
        ([], [b"<a/>", MARCH], [("error", "This is not an account statement in the format camt.053."), ("fine", "")]),
    ],
)  # fmt: skip
def test_what_a_statement_means_beside_those_that_are_there(bank, before, files, expected):
    if before:
        bring_in(bank, *before)
    batch = stage(bank, *files)
    assert findings(batch) == expected
    assert BankStatement.objects.count() == len(before)


def test_a_wrong_sum_names_file_line_value_and_difference(bank):
    (row,) = stage(bank, WRONG).rows.all()
    assert (row.file.document.name, row.line, row.value, row.finding) == ("auszug.xml", 2, "ST-3", "error")
    assert row.problem.endswith("Difference 0.01.")


def test_statements_come_with_their_lines_and_no_second_time(bank):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("2026/maerz.xml", MARCH)
        archive.writestr("2026/april.camt", APRIL)
    bring_in(bank, packed.getvalue())
    assert [(each.label, each.opening, each.closing, each.line_count, each.complete) for each in BankStatement.objects.order_by("pk")] == [
        ("3/2026", 1000_00, 1119_00, 1, True), ("4/2026", 1119_00, 1100_00, 1, True),
    ]  # fmt: skip
    assert [(line.amount, line.name, line.purpose, line.state) for line in lines()] == [
        (119_00, "Ahorn GmbH", "RE-2026-0001", "open"), (-19_00, "Ahorn GmbH", "RE-2026-0001", "open"),
    ]  # fmt: skip
    with pytest.raises(BusinessError) as refused:
        bring_in(bank, packed.getvalue())
    assert refused.value.code == "import.nothing"
    assert BankLine.objects.count() == 2


def test_with_one_bad_statement_nothing_comes_in_unless_asked(bank):
    with pytest.raises(BusinessError) as refused:
        bring_in(bank, MARCH, FOREIGN)
    assert refused.value.code == "import.errors"
    bring_in(bank, MARCH, FOREIGN, skip_errors=True)
    assert BankStatement.objects.count() == 1


def test_of_two_imports_of_the_same_file_the_second_adds_nothing(bank):
    batches = [stage(bank, MARCH), stage(bank, MARCH)]
    for batch in batches:
        confirm_statements(batch, by=fresh(bank.back))
    for batch in batches:
        run_bank_import(BankImport.objects.get(pk=batch.pk), by=fresh(bank.back), progress=lambda *_: None)
    assert (BankStatement.objects.count(), BankLine.objects.count()) == (1, 1)


def test_an_interrupted_import_is_invisible_and_goes_on(bank, monkeypatch):
    many = camt(statement(*(entry(1) for _each in range(600)), closing=1006_00))
    monkeypatch.setenv("FAULT_RAISE", "accounting.after_bank_chunk")
    with pytest.raises(RuntimeError):
        bring_in(bank, many)
    assert (BankLine.objects.count(), BankLine.objects.visible_to(fresh(bank.back)).count()) == (500, 0)
    monkeypatch.delenv("FAULT_RAISE")
    run_bank_import(BankImport.objects.get(), by=fresh(bank.back), progress=lambda *_: None)
    assert BankLine.objects.visible_to(fresh(bank.back)).count() == 600


def test_a_line_is_booked_as_a_draft_that_cites_it(bank):
    bring_in(bank, MARCH)
    draft = book(bank)
    assert [(line.account.number, line.amount) for line in draft.lines.all()] == [
        ("1200", 119_00), ("8400", -100_00), ("1776", -19_00),
    ]  # fmt: skip
    assert (draft.journal.code, draft.posting_date, draft.document_number, draft.text) == (
        "BK", date(2026, 3, 2), "3/2026, 1", "Ahorn GmbH – RE-2026-0001",
    )  # fmt: skip
    line = the_line()
    assert (line.state, line.entry) == ("booked", draft)
    assert [cited.document for cited in draft.documents.all()] == [line.statement.document]
    post_entries([draft.pk], by=fresh(bank.second))
    assert list(verify_books()) == []


def test_a_line_is_split_also_with_a_part_that_goes_the_other_way(bank):
    bring_in(bank, MARCH)
    _open_customer(bank)
    draft = book(bank, None, Part("10001", 120_00), Part("4970", -1_00))
    assert [(line.account.number, line.amount) for line in draft.lines.all()] == [
        ("1200", 119_00), ("10001", -120_00), ("4970", 1_00),
    ]  # fmt: skip


def _open_customer(bank):
    with acting("system:test"):
        return Account.objects.create(company=bank.company, number="10001", name="Ahorn GmbH", kind="asset")


def test_parts_that_do_not_make_the_amount_are_refused(bank):
    bring_in(bank, MARCH)
    with pytest.raises(BusinessError) as refused:
        book(bank, None, Part("8400", 100_00))
    assert (refused.value.code, str(refused.value)) == (
        "bank.parts", "The parts do not make the amount of the bank line; 19,00 is left.",
    )  # fmt: skip
    assert not Entry.objects.exists()


def test_a_line_is_booked_once(bank):
    bring_in(bank, MARCH)
    line = the_line()
    book(bank, line)
    with pytest.raises(BusinessError) as refused:
        book(bank, line)
    assert (refused.value.code, Entry.objects.count()) == ("bank.meanwhile", 1)


def test_several_are_booked_all_or_none(bank):
    bring_in(bank, MARCH, APRIL)
    first, second = lines()
    facts = {"parts": [Part("8400", 119_00)]}
    with pytest.raises(BusinessError):
        book_lines([(first, facts), (second, facts)], by=fresh(bank.back))
    assert not Entry.objects.exists()
    book_lines([(first, facts), (second, {"parts": [Part("4970", 19_00)]})], by=fresh(bank.back))
    assert [line.state for line in lines()] == ["booked", "booked"]


def test_while_its_entry_is_a_draft_a_booking_is_undone(bank):
    bring_in(bank, MARCH)
    book(bank)
    undo_booking(the_line(), by=fresh(bank.back))
    discard_draft(book(bank), by=fresh(bank.back))
    assert (the_line().state, Entry.objects.count()) == ("open", 0)


def test_a_posted_booking_is_reversed_and_the_line_opens_again(bank):
    bring_in(bank, MARCH)
    draft = book(bank)
    post_entries([draft.pk], by=fresh(bank.second))
    with pytest.raises(BusinessError) as refused:
        undo_booking(the_line(), by=fresh(bank.back))
    assert refused.value.code == "bank.stays"
    reversal = reverse_entry(Entry.objects.get(), by=fresh(bank.back), posting_date=date(2026, 3, 5), text="Storno")
    assert the_line().state == "booked"
    post_entries([reversal.pk], by=fresh(bank.second))
    assert (the_line().state, the_line().entry) == ("open", None)
    assert book(bank).state == "draft"


def test_a_draft_that_was_edited_to_another_amount_is_not_posted(bank):
    bring_in(bank, MARCH)
    draft = book(bank)
    less = [LineData("1200", debit=100_00), LineData("8400", credit=100_00)]
    change_draft(
        draft, by=fresh(bank.back), company=bank.company, journal=draft.journal, posting_date=draft.posting_date,
        text=draft.text, lines=less,
    )  # fmt: skip
    with pytest.raises(BusinessError) as refused:
        post_entries([draft.pk], by=fresh(bank.second))
    assert refused.value.code == "bank.amount"


def test_a_line_is_ignored_for_a_reason_and_opened_again(bank):
    bring_in(bank, MARCH)
    ignore_line(the_line(), by=fresh(bank.back), reason="Umbuchung")
    assert (the_line().state, the_line().reason) == ("ignored", "Umbuchung")
    with pytest.raises(BusinessError):
        book(bank)
    reopen_line(the_line(), by=fresh(bank.back))
    assert (the_line().state, the_line().reason) == ("open", "")


def test_what_is_in_the_books_already_is_matched_and_may_be_taken_apart(bank, capture):
    bring_in(bank, MARCH)
    there = capture(day=date(2026, 3, 3), lines=[LineData("1200", debit=119_00), LineData("8200", credit=119_00)])
    post_entries([there.pk], by=fresh(bank.second))
    assert in_the_books(bank.bank, lines()) == {the_line().pk: there}
    match_lines(bank.bank, by=fresh(bank.back))
    assert (the_line().state, the_line().entry) == ("booked", there)
    undo_booking(the_line(), by=fresh(bank.back))
    assert (the_line().state, Entry.objects.count()) == ("open", 1)


def test_the_account_of_the_last_time_is_proposed_with_its_tax(bank):
    bring_in(
        bank,
        MARCH,
        camt(
            statement(
                entry(50_00, day="2026-04-02"),
                opening=1119_00,
                closing=1169_00,
                number=4,
                first="2026-04-01",
                last="2026-04-30",
            )
        ),
    )
    first, second = lines()
    book(bank, first)
    (offer,) = proposals(bank.company, [second])[second.pk]
    assert (offer.account.number, offer.tax_code, offer.why) == ("8400", "USt19", "iban")


def test_the_customer_who_owes_just_this_is_proposed(bank, capture):
    _open_customer(bank)
    capture(lines=[LineData("10001", debit=119_00), LineData("8400", credit=119_00)], document_number="RE-2026-0001")
    bring_in(bank, MARCH)
    (offer,) = proposals(bank.company, [the_line()])[the_line().pk]
    assert (offer.account.number, offer.document_number, offer.why) == ("10001", "RE-2026-0001", "number")


def test_the_bank_beside_the_books(bank, capture):
    opening = capture(day=date(2026, 1, 1), lines=[LineData("1200", debit=1000_00), LineData("9000", credit=1000_00)])
    post_entries([opening.pk], by=fresh(bank.second))
    bring_in(bank, MARCH, APRIL)
    assert _standing(bank) == (1100_00, 1000_00, 0, 100_00, 0)
    draft = book(bank, lines()[0])
    assert _standing(bank) == (1100_00, 1000_00, 119_00, -19_00, 0)
    post_entries([draft.pk], by=fresh(bank.second))
    assert _standing(bank) == (1100_00, 1119_00, 0, -19_00, 0)
    ignore_line(lines()[1], by=fresh(bank.back), reason="geprüft")
    assert _standing(bank) == (1100_00, 1119_00, 0, 0, -19_00)


def _standing(bank):
    found = standing(bank.bank)
    return found.bank, found.posted, found.drafts, found.waiting, found.unexplained


def test_a_batch_comes_in_its_parts(bank):
    bring_in(bank, camt(statement(entry(119_00, details=part(100_00, "Eins") + part(19_00, "Zwei")))))
    assert [(line.name, line.amount, line.end_to_end) for line in lines()] == [
        ("Eins", 100_00, "E-Eins"), ("Zwei", 19_00, "E-Zwei"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"iban": "DE02120300000000202052"}, "iban"),
        ({"iban": OWN}, "iban"),
        ({"iban": "DE02 5001 0517 0137 0750 30"}, "account"),
    ],
)
def test_a_bank_account_is_opened_once_with_a_true_iban(bank, facts, field):
    account = Account.objects.get(company=bank.company, number="1200")
    with pytest.raises(BusinessError) as refused:
        open_bank_account(by=fresh(bank.back), company=bank.company, name="Zweite", account=account, **facts)
    assert refused.value.field == field


@pytest.mark.parametrize("who", ["front", "other", "manager", "admin", "auditor"])
def test_only_accounting_imports_and_books(bank, who):
    bring_in(bank, MARCH)
    person = fresh(getattr(bank, who))
    for attempt in (
        lambda: stage_statements(by=person, company=bank.company, uploads=[upload(APRIL)]),
        lambda: book_line(the_line(), by=person, parts=[Part("8400", 119_00)]),
        lambda: ignore_line(the_line(), by=person, reason="x"),
        lambda: match_lines(bank.bank, by=person) or ignore_line(the_line(), by=person, reason="x"),
    ):
        with pytest.raises(Denied):
            attempt()
    assert BankLine.objects.visible_to(person).count() == (1 if who in ("manager", "auditor") else 0)
