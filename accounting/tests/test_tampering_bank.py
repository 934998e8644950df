"""What the bank stated stays as it is, by whatever way somebody tries; and a line is booked once, by its amount."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection

from accounting.actions.bank import Part, book_line
from accounting.actions.books import open_books, open_fiscal_year
from accounting.actions.entries import capture_entry
from accounting.actions.posting import post_entries
from accounting.calc.lines import LineData
from accounting.models import Account, BankAccount, BankLine, BankStatement, Journal
from conftest import fresh
from foundation.organisation.models import Company
from foundation.records.actor import acting

from .camt_cases import PLAIN
from .conftest import DAY
from .test_bank import APRIL, bring_in, lines
from .test_tampering import refused, sql, table

pytestmark = pytest.mark.django_db
TABLES = ("accounting_bankaccount", "accounting_bankstatement", "accounting_bankline", "accounting_entry")


@pytest.fixture
def world(bank, capture):
    """A statement whose line is booked and posted, one whose line is open, and a third that is still coming in."""
    with acting("system:test"):
        south = Company.objects.create(name="Südlicht Handel GmbH", code="suedlicht")
        open_books(company=south)
        open_fiscal_year(by="system:test", company=south, start=date(2026, 1, 1))
    bring_in(bank, PLAIN, APRIL)
    booked, waiting = lines()
    posted = book_line(booked, by=fresh(bank.back), parts=[Part("8200", 119_00)])
    post_entries([posted.pk], by=fresh(bank.second))
    paid = [LineData("4970", debit=19_00), LineData("1200", credit=19_00)]
    other = capture_entry(
        by=fresh(bank.back), company=south, journal=Journal.objects.get(company=south, code="AB"), posting_date=DAY,
        text="Im Süden", lines=paid,
    )  # fmt: skip
    statement = waiting.statement
    with acting("system:test"):
        coming = BankStatement.objects.create(
            account=bank.bank, identification="ST-5", label="5/2026", date_from=DAY, date_to=DAY, opening=0,
            closing=5_00, line_count=1, fingerprint="5", document=statement.document, imported_by=bank.back,
        )  # fmt: skip
        BankLine.objects.create(statement=coming, position=1, amount=4_00, booking_date=DAY, value_date=DAY)
    connection.check_constraints()
    return SimpleNamespace(
        back=bank.back.pk, account=bank.bank.pk, booked=booked.pk, waiting=waiting.pk, posted=posted.pk,
        fits=capture(lines=paid).pk, large=capture().pk, other=other.pk, whole=statement.pk, coming=coming.pk,
        foreign=Account.objects.get(company=south, number="1200").pk,
        spare=Account.objects.get(company=bank.company, number="1210").pk,
    )  # fmt: skip


def dump():
    with connection.cursor() as cursor:
        tables = {}
        for name in TABLES:
            cursor.execute(f"SELECT * FROM {name} ORDER BY 1")
            tables[name] = cursor.fetchall()
        return tables


def stands(world, attack, code):
    before = dump()
    assert refused(world, attack) == code
    assert dump() == before


BOOK = "UPDATE accounting_bankline SET state = 'booked', entry_id = {{{entry}}} WHERE id = {{waiting}}"
OPEN = "UPDATE accounting_bankline SET state = 'open', entry_id = NULL WHERE id = {booked}"
LINE = "statement_id, position, amount, booking_date, value_date, name, iban, bic, purpose, end_to_end, mandate,"
LINE += " bank_reference, code, reversal, return_reason, foreign_amount, charges, name_sound, state, reason"
COPY = LINE.replace("position", "9")
LINE_REST, COPY_REST = (text.replace("statement_id, ", "").replace(" state,", "") for text in (LINE, COPY))
STATEMENT = (
    "account_id, date_from, date_to, opening, closing, line_count, document_id, imported_by_id, imported_at, sequence"
)

ORM = [
    ("save", lambda w: _save(w), "bank.fixed"),
    ("QuerySet.update", lambda w: BankLine.objects.filter(pk=w.waiting).update(amount=1), "bank.fixed"),
    ("delete of a line", lambda w: BankLine.objects.filter(pk=w.waiting).delete(), "bank.fixed"),
    ("delete of a statement", lambda w: BankStatement.objects.filter(pk=w.whole)._raw_delete("default"), "bank.fixed"),
    ("delete of the account", lambda w: BankAccount.objects.filter(pk=w.account)._raw_delete("default"), "bank.account_used"),
]  # fmt: skip


def _save(world):
    line = BankLine.objects.get(pk=world.waiting)
    line.purpose = "Anders"
    line.save()


SQL = [
    ("amount", "UPDATE accounting_bankline SET amount = 1 WHERE id = {waiting}", "bank.fixed"),
    ("counterparty", "UPDATE accounting_bankline SET iban = '' WHERE id = {booked}", "bank.fixed"),
    ("day", "UPDATE accounting_bankline SET booking_date = '2026-04-03' WHERE id = {waiting}", "bank.fixed"),
    ("line to another statement", "UPDATE accounting_bankline SET statement_id = {coming}, position = 9 WHERE id = {waiting}",
     "bank.fixed"),
    ("a further line", f"INSERT INTO accounting_bankline ({LINE}) SELECT {COPY} FROM accounting_bankline WHERE id = {{waiting}}",
     "bank.fixed"),
    ("a line that comes in booked", "INSERT INTO accounting_bankline (entry_id, state, statement_id, " + LINE_REST + ")"
     " SELECT {fits}, 'booked', {coming}, " + COPY_REST + " FROM accounting_bankline WHERE id = {waiting}", "bank.open_first"),
    ("closing balance", "UPDATE accounting_bankstatement SET closing = closing + 1 WHERE id = {whole}", "bank.fixed"),
    ("incomplete again", "UPDATE accounting_bankstatement SET complete = {no} WHERE id = {whole}", "bank.fixed"),
    ("delete of a statement", "DELETE FROM accounting_bankstatement WHERE id = {whole}", "bank.fixed"),
    ("complete with another sum", "UPDATE accounting_bankstatement SET complete = {yes} WHERE id = {coming}", "bank.sum"),
    ("complete from the start", f"INSERT INTO accounting_bankstatement (complete, identification, label, fingerprint, {STATEMENT})"
     f" SELECT {{yes}}, 'ST-6', '6', '6', {STATEMENT} FROM accounting_bankstatement WHERE id = {{coming}}", "bank.lines_first"),
    ("booked by an entry of another amount", BOOK.format(entry="large"), "bank.amount"),
    ("booked by an entry of another company", BOOK.format(entry="other"), "bank.other_company"),
    ("booked by another entry", "UPDATE accounting_bankline SET entry_id = {fits} WHERE id = {booked}", "bank.stays"),
    ("opened while its entry is posted", OPEN, "bank.stays"),
    ("booked, then ignored", "UPDATE accounting_bankline SET state = 'ignored', reason = 'x', entry_id = NULL WHERE id = {booked}",
     "bank.open_first"),
    ("other IBAN of the account", "UPDATE accounting_bankaccount SET iban = 'DE00' WHERE id = {account}", "bank.account_used"),
    ("other ledger account", "UPDATE accounting_bankaccount SET account_id = {spare} WHERE id = {account}", "bank.account_used"),
    ("ledger account of another company", "UPDATE accounting_bankaccount SET account_id = {foreign} WHERE id = {account}",
     "bank.other_company"),
    ("bank account over another company's ledger", "INSERT INTO accounting_bankaccount (company_id, name, iban, bic, currency,"
     " account_id) SELECT company_id, 'x', 'x', '', 'EUR', {foreign} FROM accounting_bankaccount", "bank.other_company"),
]  # fmt: skip

SQLITE = [
    ("replace of a line", f"INSERT OR REPLACE INTO accounting_bankline (id, {LINE}) SELECT {{booked}}, {COPY}"
     " FROM accounting_bankline WHERE id = {waiting}", "bank.fixed"),
    ("replace of a statement", "INSERT OR REPLACE INTO accounting_bankstatement (id, complete, identification, label,"
     f" fingerprint, {STATEMENT}) SELECT {{whole}}, 0, 'ST-6', '6', '6', {STATEMENT} FROM accounting_bankstatement"
     " WHERE id = {coming}", "bank.fixed"),
]  # fmt: skip
POSTGRESQL = [
    ("truncate of lines", "TRUNCATE accounting_bankline", "bank.fixed"),
    ("truncate of statements", "TRUNCATE accounting_bankstatement CASCADE", "bank.fixed"),
    ("truncate of accounts", "TRUNCATE accounting_bankaccount CASCADE", "bank.account_used"),
]


@table(ORM)
def test_the_portal_itself_cannot(world, attack, code):
    stands(world, lambda: attack(world), code)


@table([*SQL, *(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)])
def test_a_statement_of_sql_cannot(world, attack, code):
    stands(world, lambda: sql(attack, **vars(world), yes="TRUE", no="FALSE"), code)


def test_an_entry_books_one_line_only(world):
    with acting("system:test"):
        sql(BOOK.format(entry="fits"), **vars(world))
        BankLine.objects.create(statement_id=world.coming, position=2, amount=-19_00, booking_date=DAY, value_date=DAY)
    with pytest.raises(IntegrityError), acting("system:test"):
        sql("UPDATE accounting_bankline SET state = 'booked', entry_id = {fits} WHERE statement_id = {coming} AND position = 2",
            **vars(world))  # fmt: skip
