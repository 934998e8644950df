"""What is posted stays as it is, by whatever way somebody tries. And where the wall is taken down, it is noticed."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from accounting.actions.books import set_period_state
from accounting.actions.entries import attach_document, change_draft
from accounting.actions.posting import post_entries
from accounting.calc.lines import LineData
from accounting.models import Account, Entry, FiscalYear, Line, Period, TaxCode
from accounting.queries.chain import verify_books
from conftest import fresh
from foundation.organisation.models import Person
from foundation.records import guards
from foundation.records.actor import acting

pytestmark = pytest.mark.django_db
TABLES = (
    "entry", "line", "entryeditor", "entrydocument", "accountbalance", "period", "fiscalyear", "account", "taxcode",
    "journal", "ledgersettings",
)  # fmt: skip


@pytest.fixture
def world(books, capture):
    """One posted entry with a document, one small draft, one large one, and a January that is locked for ever."""
    big = [LineData("1200", debit=5000_00), LineData("8200", credit=5000_00)]
    posted, draft, own, edited = capture(), capture(), capture(lines=big), capture(lines=big)
    attach_document(posted, by=fresh(books.back), upload=SimpleUploadedFile("beleg.txt", b"Quittung"))
    january, uneven = capture(day=date(2026, 1, 10)), capture(lines=[*big, LineData("1200", debit=1)])
    change_draft(
        edited, by=fresh(books.second), company=books.company, journal=books.journal, posting_date=own.posting_date,
        text="Nachgebessert", lines=big,
    )  # fmt: skip
    post_entries([posted.pk], by=fresh(books.second))
    set_period_state(Period.objects.get(number=1), by=fresh(books.back), state="locked")
    connection.check_constraints()  # PostgreSQL truncates no table whose foreign keys are still to be checked
    posted.refresh_from_db()
    line, drafted = posted.lines.order_by("position"), draft.lines.order_by("position")
    return SimpleNamespace(
        posted=posted.pk, draft=draft.pk, own=own.pk, edited=edited.pk, january=january.pk, uneven=uneven.pk,
        line=line[0].pk, taxed=line[1].pk, drafted=drafted[0].pk, hash=posted.hash, journal=books.journal.pk,
        back=books.back.pk, second=books.second.pk, account=line[0].account_id, tax=line[1].tax_code_id,
        period=posted.period_id, locked=Period.objects.get(number=1).pk, year=posted.fiscal_year_id,
        company=books.company.pk,
    )  # fmt: skip


def sql(statement, **names):
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**names))


def dump():
    """The books as they are, row by row, and the numbers that were given out."""
    with connection.cursor() as cursor:
        tables = {}
        for table in [*(f"accounting_{name}" for name in TABLES), "records_numberrange"]:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            tables[table] = cursor.fetchall()
        return tables


def refused(world, attack):
    """A bookkeeper tries it around the portal."""
    with pytest.raises(IntegrityError) as caught, acting(Person(pk=world.back)), transaction.atomic():
        attack()
    return guards.explain(caught.value).code


def stands(world, attack, code):
    before = dump()
    assert refused(world, attack) == code
    assert dump() == before
    assert list(verify_books()) == []


def _save(world):
    entry = Entry.objects.get(pk=world.posted)
    entry.text = "Anders"
    entry.save()


def _bulk_update(world):
    Line.objects.bulk_update([Line(pk=world.line, debit=1_00, credit=0)], ["debit", "credit"])


def _new_line(world):
    day = Entry.objects.get(pk=world.posted).posting_date
    Line.objects.create(entry_id=world.posted, position=9, posting_date=day, account_id=world.account, debit=1)


def _take_document_away(world):
    Entry.objects.get(pk=world.posted).documents.all().delete()


ORM = [
    ("save", _save, "ledger.posted"),
    ("QuerySet.update", lambda w: Entry.objects.filter(pk=w.posted).update(text="Anders"), "ledger.posted"),
    ("bulk_update of a line", _bulk_update, "ledger.posted"),
    ("delete of the lines", lambda w: Line.objects.filter(entry_id=w.posted).delete(), "ledger.posted"),
    ("a further line", _new_line, "ledger.posted"),
    ("delete of the document", _take_document_away, "ledger.posted"),
    ("delete of a period", lambda w: Period.objects.filter(number=12).delete(), "ledger.period_fixed"),
    ("delete of a year", lambda w: FiscalYear.objects.filter(pk=w.year)._raw_delete("default"), "ledger.period_fixed"),
    ("other number of an account", lambda w: Account.objects.filter(pk=w.account).update(number="1201"), "ledger.account_used"),
    ("other rate of a tax", lambda w: TaxCode.objects.filter(pk=w.tax).update(rate=16), "ledger.tax_code_used"),
]  # fmt: skip

POST = (
    "UPDATE accounting_entry SET state = 'posted', number = {number}, posted_by_id = {{{by}}}, posted_at = captured_at,"
    " previous_hash = '{previous}', hash = '" + 64 * "0" + "' WHERE id = {{{entry}}}"
)


def posting(entry, number=2, by="second", previous="{hash}"):
    return POST.format(entry=entry, number=number, by=by, previous=previous)


ENTRY = "company_id, journal_id, fiscal_year_id, period_id, posting_date, document_date, document_number, currency"
ENTRY += ", total, captured_by_id, captured_at, fingerprint, hash_version"
COPY = f"INTO accounting_entry (id, state, text, previous_hash, hash, {ENTRY})"
COPY += " SELECT {posted}, 'draft', 'Anders', '', '', " + ENTRY + " FROM accounting_entry WHERE id = {posted}"
AS_POSTED = (
    f"INSERT INTO accounting_entry (id, state, number, posted_by_id, posted_at, text, previous_hash, hash, {ENTRY})"
)
AS_POSTED += " SELECT 99999, 'posted', 2, posted_by_id, posted_at, 'Nachgeschoben', hash, hash, " + ENTRY
AS_POSTED += " FROM accounting_entry WHERE id = {posted}"
AS_OTHER = (
    f"INSERT INTO accounting_entry (id, state, text, previous_hash, hash, {ENTRY}) SELECT 99999, 'draft', 'Anders'"
)
AS_OTHER += ", '', '', " + ENTRY.replace("captured_by_id", "{second}") + " FROM accounting_entry WHERE id = {posted}"

SQL = [
    ("text", "UPDATE accounting_entry SET text = 'Anders' WHERE id = {posted}", "ledger.posted"),
    ("total", "UPDATE accounting_entry SET total = 1 WHERE id = {posted}", "ledger.posted"),
    ("number", "UPDATE accounting_entry SET number = 7 WHERE id = {posted}", "ledger.posted"),
    ("hash", "UPDATE accounting_entry SET hash = previous_hash WHERE id = {posted}", "ledger.posted"),
    ("date", "UPDATE accounting_entry SET posting_date = '2026-03-16' WHERE id = {posted}", "ledger.posted"),
    ("poster", "UPDATE accounting_entry SET posted_by_id = {back} WHERE id = {posted}", "ledger.posted"),
    ("back to draft", "UPDATE accounting_entry SET state = 'draft', number = NULL, posted_by_id = NULL, posted_at = NULL"
     " WHERE id = {posted}", "ledger.posted"),
    ("delete", "DELETE FROM accounting_entry WHERE id = {posted}", "ledger.posted"),
    ("amount of a line", "UPDATE accounting_line SET debit = 1 WHERE id = {line}", "ledger.posted"),
    ("account of a line", "UPDATE accounting_line SET account_id = account_id + 1 WHERE id = {line}", "ledger.posted"),
    ("day of a line", "UPDATE accounting_line SET posting_date = '2026-03-16' WHERE id = {line}", "ledger.posted"),
    ("day of a draft's line", "UPDATE accounting_line SET posting_date = '2026-03-16' WHERE id = {drafted}",
     "ledger.line_date"),
    ("a line under another day", "INSERT INTO accounting_line (entry_id, position, posting_date, account_id, debit, credit,"
     " of_tax, cost_centre, text) SELECT entry_id, 9, '2026-03-16', account_id, debit, credit, of_tax, cost_centre, text"
     " FROM accounting_line WHERE id = {drafted}", "ledger.line_date"),
    ("tax code of a line", "UPDATE accounting_line SET tax_code_id = NULL WHERE id = {taxed}", "ledger.posted"),
    ("delete of a line", "DELETE FROM accounting_line WHERE id = {line}", "ledger.posted"),
    ("line moved out", "UPDATE accounting_line SET entry_id = {draft}, position = 9 WHERE id = {line}", "ledger.posted"),
    ("line moved in", "UPDATE accounting_line SET entry_id = {posted}, position = 9 WHERE id = {drafted}", "ledger.posted"),
    ("line moved between drafts", "UPDATE accounting_line SET entry_id = {own}, position = 9 WHERE id = {drafted}",
     "ledger.line_moved"),
    ("insert as posted", AS_POSTED, "ledger.draft_first"),
    ("upsert", f"INSERT {COPY} ON CONFLICT (id) DO UPDATE SET text = 'Anders'", "ledger.posted"),
    ("other capturer", "UPDATE accounting_entry SET captured_by_id = {second} WHERE id = {own}", "ledger.capturer"),
    ("posting unbalanced", posting("uneven"), "ledger.unbalanced"),
    ("posting with a gap", posting("draft", number=3), "ledger.number"),
    ("posting a number twice", posting("draft", number=1), "ledger.number"),
    ("posting beside the chain", posting("draft", previous=""), "ledger.chain"),
    ("posting and changing", posting("draft").replace("SET", "SET text = 'Anders',"), "ledger.changed_at_posting"),
    ("posting another total", posting("draft").replace("SET", "SET total = 1,"), "ledger.total"),
    ("posting one's own", posting("own", by="back"), "rule.R03"),
    ("posting what one edited", posting("edited"), "rule.R03"),
    ("posting in another's name", posting("draft"), "ledger.own_name"),
    ("capturing in another's name", AS_OTHER, "ledger.own_name"),
    ("posting into a locked period", posting("january"), "ledger.period_closed"),
    ("forgetting who edited", "DELETE FROM accounting_entryeditor WHERE entry_id = {edited}", "ledger.editors"),
    ("another editor", "UPDATE accounting_entryeditor SET person_id = {back} WHERE entry_id = {edited}", "ledger.editors"),
    ("another document", "UPDATE accounting_entrydocument SET entry_id = {draft}", "ledger.posted"),
    ("a document of before", "INSERT INTO accounting_entrydocument (entry_id, document_id, attached_at)"
     " SELECT entry_id, document_id, attached_at FROM accounting_entrydocument", "ledger.posted"),
    ("opening a locked period", "UPDATE accounting_period SET state = 'open' WHERE id = {locked}", "ledger.period_locked"),
    ("longer period", "UPDATE accounting_period SET \"end\" = '2026-04-02' WHERE id = {period}", "ledger.period_fixed"),
    ("longer year", "UPDATE accounting_fiscalyear SET \"end\" = '2027-01-31' WHERE id = {year}", "ledger.period_fixed"),
    ("delete of an account", "DELETE FROM accounting_account WHERE id = {account}", "ledger.account_used"),
    ("delete of a tax code", "DELETE FROM accounting_taxcode WHERE id = {tax}", "ledger.tax_code_used"),
    ("other code of a journal", "UPDATE accounting_journal SET code = 'XX' WHERE id = {journal}", "ledger.journal_used"),
    ("delete of a journal", "DELETE FROM accounting_journal WHERE id = {journal}", "ledger.journal_used"),
    ("other chart", "UPDATE accounting_ledgersettings SET chart = 'skr04'", "ledger.settings_fixed"),
    ("delete of the settings", "DELETE FROM accounting_ledgersettings", "ledger.settings_fixed"),
    ("lower number range", "UPDATE records_numberrange SET last = 0", "numbers.never_back"),
    ("delete of a number range", "DELETE FROM records_numberrange", "numbers.never_back"),
]  # fmt: skip

SQLITE = [
    ("replace of an entry", f"INSERT OR REPLACE {COPY}", "ledger.posted"),
    ("replace of a line", "INSERT OR REPLACE INTO accounting_line (id, entry_id, position, posting_date, account_id, debit,"
     " credit, of_tax, cost_centre, text) VALUES ({line}, {draft}, 9, '2026-03-15', {account}, 1, 0, 0, '', '')", "ledger.posted"),
    ("replace by a line's key", "UPDATE OR REPLACE accounting_line SET id = {line} WHERE id = {drafted}", "ledger.posted"),
    ("replace of a tax code", "INSERT OR REPLACE INTO accounting_taxcode (id, company_id, code, name, name_en, kind, rate,"
     " account_output, account_input, bu_key, kz_base, kz_tax, kz_input, valid_from) SELECT id, company_id, code, name, name_en,"
     " kind, 16, account_output, account_input, bu_key, kz_base, kz_tax, kz_input, valid_from FROM accounting_taxcode"
     " WHERE id = {tax}", "ledger.tax_code_used"),
]  # fmt: skip
POSTGRESQL = [
    ("truncate of entries", "TRUNCATE accounting_entry CASCADE", "ledger.posted"),
    ("truncate of accounts", "TRUNCATE accounting_account CASCADE", "ledger.balance"),
    ("truncate of lines", "TRUNCATE accounting_line", "ledger.posted"),
    ("truncate of periods", "TRUNCATE accounting_period CASCADE", "ledger.period_fixed"),
    ("truncate of editors", "TRUNCATE accounting_entryeditor", "ledger.editors"),
    ("truncate of balances", "TRUNCATE accounting_accountbalance", "ledger.balance"),
    ("a balance", "UPDATE accounting_accountbalance SET debit = debit + 1", "ledger.balance"),
    ("delete of a balance", "DELETE FROM accounting_accountbalance", "ledger.balance"),
]


def table(rows):
    return pytest.mark.parametrize(("attack", "code"), [pytest.param(*row[1:], id=row[0]) for row in rows])


@table(ORM)
def test_the_portal_itself_cannot(world, attack, code):
    stands(world, lambda: attack(world), code)


@table(SQL)
def test_a_statement_of_sql_cannot(world, attack, code):
    stands(world, lambda: sql(attack, **vars(world)), code)


@table(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)
def test_a_statement_that_only_this_database_knows_cannot(world, attack, code):
    stands(world, lambda: sql(attack, **vars(world)), code)


def told():
    with translation.override("en"):
        return [broken.sentence for broken in verify_books()]


def without_guards(statement, world):
    """What the owner of the database could do."""
    if connection.vendor == "postgresql":
        sql("SET session_replication_role = replica")
        sql(statement, **vars(world))
        sql("SET session_replication_role = DEFAULT")
    else:
        guards.drop(connection)
        sql(statement, **vars(world))
        guards.install(connection)


@pytest.mark.parametrize(
    ("statement", "sentences"),
    [
        ("UPDATE accounting_entry SET text = 'Anders' WHERE id = {posted}", {"Entry AB-2026-00001 was altered"}),
        (
            "UPDATE accounting_line SET debit = debit + 1 WHERE id = {line}",
            {"Entry AB-2026-00001 was altered", "Entry AB-2026-00001 is not balanced", "The balance of account 1200"},
        ),
        (
            "UPDATE accounting_line SET posting_date = '2026-03-16' WHERE id = {line}",
            {"Lines of entry AB-2026-00001 stand under another day."},
        ),
        ("UPDATE accounting_accountbalance SET debit = debit + 1 WHERE account_id = {account}", {"The balance of account 1200"}),
        ("DELETE FROM accounting_accountbalance WHERE account_id = {account}", {"The balance of account 1200 is missing"}),
    ],
)  # fmt: skip
def test_where_the_wall_is_taken_down_the_change_is_named(world, statement, sentences):
    without_guards(statement, world)
    found = told()
    assert len(found) == len(sentences)
    assert all(any(line.startswith(sentence) for line in found) for sentence in sentences), found


def test_the_lines_of_a_draft_move_with_its_day(world):
    with acting(Person(pk=world.back)):
        sql("UPDATE accounting_entry SET posting_date = '2026-03-20' WHERE id = {draft}", **vars(world))
    days = Line.objects.filter(entry_id=world.draft).values_list("posting_date", flat=True)
    assert set(days) == {date(2026, 3, 20)}


def test_a_deleted_entry_is_missed(world, books):
    post_entries([world.draft], by=fresh(books.second))
    for statement in (
        "DELETE FROM accounting_line WHERE entry_id = {posted}",
        "DELETE FROM accounting_entrydocument WHERE entry_id = {posted}",
        "DELETE FROM accounting_entry WHERE id = {posted}",
    ):
        without_guards(statement, world)
    found = told()
    assert "Entry AB-2026-00002 was altered after it was posted." in found
    assert "Journal AB of 2026 has a gap: 1 entries, last number 2." in found


def test_a_hash_that_covers_nothing_is_found(world):
    """The database knows the chain but not the hash: whoever posts around the portal is found by the walk."""
    with acting(Person(pk=world.second)):
        sql(posting("draft").format(**vars(world)))
    assert [broken.entry for broken in verify_books()] == [world.draft]
