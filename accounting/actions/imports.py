from collections import Counter

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.access.gate import check
from foundation.documents.actions import check_size, store
from foundation.documents.choices import ImportState
from foundation.documents.queries import content_of
from foundation.documents.staging import hold, move
from foundation.jobs.actions import enqueue
from foundation.lib import faults
from foundation.lib.canonical import sha256_hex
from foundation.lib.errors import BusinessError
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..calc.charts import personal_account_kind
from ..calc.lines import LineData
from ..choices import AccountKind, JournalKind
from ..models import Account, Entry, ImportBatch, ImportRow, Journal, Line
from ..queries.proposals import booked_lines
from ..queries.staging import Books, Staging

CHUNK = 500
AT_ONCE = 500_000  # bytes, some 1,500 rows


def stage_import(*, by, company, upload):
    """Read a booking batch and lay its rows out for a look. Nothing comes into the books yet.

    A small file is read while one waits, a large one in the background.
    """
    check(by, "accounting.import:add", company.ledger)
    check_size(upload)
    data = upload.read()
    upload.seek(0)
    staging = Staging(company, data)
    if staging.refusal:
        raise BusinessError("import.unreadable", staging.refusal, field="file")
    with acting(by), guards.speaking():
        batch = ImportBatch.objects.create(
            company=company, name=upload.name[:120], sha256=sha256_hex(data), uploaded_by=by,
            state=ImportState.READING, label=staging.header.label[:80],
            date_from=staging.header.date_from, date_to=staging.header.date_to,
        )  # fmt: skip
        document = store(upload, by=by, company=company, subject=batch, retention="book")
        ImportBatch.objects.filter(pk=batch.pk).update(document=document)
        if len(data) > AT_ONCE:
            enqueue("accounting.reading", key=f"accounting.reading:{batch.pk}", by=by, batch=batch.pk)
        else:
            _lay_out(batch, staging, by)
    return batch


def run_reading(batch, *, by, progress):
    """Lays out the rows of a large file. Killed in between, it begins anew; until the end nobody can confirm it."""
    check(by, "accounting.import:add", batch)
    if batch.state != ImportState.READING:
        return batch
    with acting(by):
        ImportRow.objects.filter(batch=batch).delete()
    data = content_of(batch.document)
    lines = data.count(b"\n") + 1
    _lay_out(batch, Staging(batch.company, data), by, lambda rows: progress(int(100 * rows / lines)))
    return batch


def confirm_import(batch, *, by, skip_errors=False):
    """Bring the understood rows into the books as drafts, in the background. With errors only when asked to skip them."""
    with acting(by):
        check(by, "accounting.import:add", batch)
        if batch.error_count and not skip_errors:
            sentence = ngettext(
                "{count} row is not understood. Correct the file, or import without this row.",
                "{count} rows are not understood. Correct the file, or import without these rows.",
                batch.error_count,
            )
            raise BusinessError("import.errors", sentence.format(count=batch.error_count))
        move(batch, [ImportState.STAGED], ImportState.IMPORTING)
        happened("accounting.import.confirmed", subject=batch)
        return enqueue("accounting.import", key=f"accounting.import:{batch.pk}", by=by, batch=batch.pk)


def discard_import(batch, *, by):
    with acting(by):
        check(by, "accounting.import:add", batch)
        move(batch, [ImportState.STAGED, ImportState.READING], ImportState.DISCARDED)
        ImportRow.objects.filter(batch=batch).delete()
        happened("accounting.import.discarded", subject=batch)


def run_import(batch, *, by, progress):
    """Rows become drafts in chunks. Killed in between, it goes on where it stopped; until the end nobody sees them."""
    check(by, "accounting.import:add", batch)
    if batch.state == ImportState.IMPORTED:
        return batch
    rows = list(ImportRow.objects.filter(batch=batch, finding=ImportRow.Finding.FINE))
    done = set(Entry.objects.filter(batch=batch).values_list("fingerprint", flat=True))
    left = [row for row in rows if row.fingerprint not in done]
    for start in range(0, len(left), CHUNK):
        with acting(by), guards.speaking():
            _bring_in(batch, left[start : start + CHUNK], by)
        faults.point("accounting.after_import_chunk")
        progress(int(100 * (len(done) + start + CHUNK) / (len(rows) + CHUNK)))
    with acting(by):
        move(batch, [ImportState.IMPORTING], ImportState.IMPORTED)
        happened("accounting.import.finished", subject=batch, entries=len(rows))
    return batch


def _lay_out(batch, staging, by, progress=lambda rows: None):
    found = Counter()
    for rows in staging.chunks():
        for row in rows:
            row.batch = batch
        with acting(by):
            hold(batch, ImportState.READING)
            ImportRow.objects.bulk_create(rows)
        found.update(row.finding for row in rows)
        faults.point("accounting.after_reading_chunk")
        progress(found.total())
    batch.row_count, batch.error_count = found.total(), found[ImportRow.Finding.ERROR]
    batch.known_count = found[ImportRow.Finding.KNOWN]
    counts = {name: getattr(batch, name) for name in ("row_count", "error_count", "known_count")}
    with acting(by):
        move(batch, [ImportState.READING], ImportState.STAGED, **counts)
        happened("accounting.import.staged", subject=batch, rows=batch.row_count, errors=batch.error_count)


def _bring_in(batch, rows, by):
    company = batch.company
    books = Books.of(company)
    _open_personal_accounts(
        books, company, {number for row in rows for number in (row.debit_account, row.credit_account)}
    )
    journal = Journal.objects.filter(company=company, kind=JournalKind.GENERAL).first()
    entries, typed = [], []
    for row in rows:
        period = books.period(row.date)
        lines = _lines(row, books)
        typed.append(lines)
        entries.append(
            Entry(
                company=company, journal=journal, fiscal_year_id=period.fiscal_year_id, period=period,
                posting_date=row.date, document_date=row.date, service_date=row.service_date,
                document_number=row.document_number[:40], text=row.text or row.document_number or batch.name,
                currency=company.ledger.currency, total=sum(line.debit for line in lines), captured_by=by,
                batch=batch, fingerprint=row.fingerprint,
            )
        )  # fmt: skip
    Entry.objects.bulk_create(entries)
    Line.objects.bulk_create(
        Line(
            entry=entry, position=position, posting_date=entry.posting_date, account=books.accounts[line.account],
            debit=line.debit, credit=line.credit,
            tax_code=books.tax_by_code(line.tax_code, entry.service_date or entry.posting_date) if line.tax_code else None,
            tax_base=line.tax_base, of_tax=line.of_tax,
        )
        for entry, lines in zip(entries, typed, strict=True)
        for position, line in enumerate(lines, 1)
    )  # fmt: skip


def _lines(row, books):
    """The lines of a row: the amount of the file is gross, the taxed side splits."""
    debit = LineData(row.debit_account, debit=row.amount, tax_code=row.tax if row.tax_on == "debit" else "")
    credit = LineData(row.credit_account, credit=row.amount, tax_code=row.tax if row.tax_on == "credit" else "")
    tax = books.tax_by_code(row.tax, row.service_date or row.date) if row.tax else None
    return [line for typed in (debit, credit) for line in booked_lines(typed, tax if typed.tax_code else None)]


def _open_personal_accounts(books, company, numbers):
    """Customers and suppliers of the file that have no account yet get one, named by their number."""
    names = {"customer": (_("Customer"), AccountKind.ASSET), "supplier": (_("Supplier"), AccountKind.LIABILITY)}
    for number in sorted(numbers - set(books.accounts)):
        name, kind = names[personal_account_kind(number, books.account_length)]
        books.accounts[number] = Account.objects.create(
            company=company, number=number, name=f"{name} {number}", kind=kind
        )
