"""Statements into the portal: uploaded, looked at, confirmed. Nothing counts before, and nothing comes twice."""

from collections import Counter

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.documents.actions import check_size, store
from foundation.documents.calc import kinds
from foundation.documents.choices import ImportState
from foundation.documents.queries import content_of
from foundation.documents.staging import move
from foundation.jobs.actions import enqueue
from foundation.lib import faults, safe_zip
from foundation.lib.errors import BusinessError
from foundation.lib.text import cologne, shorten
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..calc import camt
from ..choices import BankLineState
from ..models import BankImport, BankImportFile, BankImportRow, BankLine, BankStatement
from ..queries.bank_staging import Staging

ADD = "accounting.bank:import"
CHUNK = 500
AT_ONCE = 1_000_000  # bytes, some 700 bookings
MOST_FILES = 500
Finding = BankImportRow.Finding


def stage_statements(*, by, company, uploads):
    """Keep the files, read them and lay out what they hold. A large upload is read in the background."""
    check(by, ADD, company.ledger)
    files = _unpacked(uploads)
    with acting(by), guards.speaking():
        name = uploads[0].name if len(uploads) == 1 else _("{count} files").format(count=len(files))
        batch = BankImport.objects.create(
            company=company, name=shorten(str(name), 120), file_count=len(files), uploaded_by=by
        )
        for title, content in files:
            document = store(_as_document(title, content), by=by, company=company, subject=batch, retention="book")
            BankImportFile.objects.create(batch=batch, document=document)
        if sum(len(content) for _title, content in files) > AT_ONCE:
            enqueue("accounting.bank_reading", key=f"accounting.bank_reading:{batch.pk}", by=by, batch=batch.pk)
        else:
            _lay_out(batch, by)
    return batch


def run_bank_reading(batch, *, by, progress):
    check(by, ADD, batch)
    if batch.state == ImportState.READING:
        _lay_out(batch, by, progress)
    return batch


def confirm_statements(batch, *, by, skip_errors=False):
    with acting(by):
        check(by, ADD, batch)
        if batch.error_count and not skip_errors:
            sentence = _("{count} things are not understood. Correct the files, or import without these statements.")
            raise BusinessError("import.errors", sentence.format(count=batch.error_count))
        if not batch.fine_count:
            raise BusinessError("import.nothing", _("There is no statement to import."))
        move(batch, [ImportState.STAGED], ImportState.IMPORTING)
        happened("accounting.bank_import.confirmed", subject=batch)
        return enqueue("accounting.bank_import", key=f"accounting.bank_import:{batch.pk}", by=by, batch=batch.pk)


def discard_statements(batch, *, by):
    with acting(by):
        check(by, ADD, batch)
        move(batch, [ImportState.STAGED, ImportState.READING], ImportState.DISCARDED)
        BankImportRow.objects.filter(batch=batch).delete()
        happened("accounting.bank_import.discarded", subject=batch)


def run_bank_import(batch, *, by, progress):
    """Statement by statement, in the order of their days. Killed in between, it goes on where it stopped."""
    check(by, ADD, batch)
    if batch.state == ImportState.IMPORTED:
        return batch
    taken = {(row.file_id, row.place) for row in batch.rows.all() if row.is_taken}
    statements = [each for each in _read(batch) if (each[0].pk, each[1]) in taken]
    statements.sort(key=lambda each: (each[2].first_day, each[2].last_day))
    for done, (file, _place, statement) in enumerate(statements, 1):
        _bring_in(batch, file, statement, by)
        progress(int(100 * done / (len(statements) + 1)))
    with acting(by):
        move(batch, [ImportState.IMPORTING], ImportState.IMPORTED)
        happened("accounting.bank_import.finished", subject=batch, statements=len(statements))
    return batch


def _unpacked(uploads):
    """[(name, bytes)] of all files; a ZIP is the files in it."""
    files = []
    for upload in uploads:
        check_size(upload)
        content = upload.read()
        files += safe_zip.unpack(content) if safe_zip.is_zip(content) else [(upload.name, content)]
        if len(files) > MOST_FILES:
            sentence = _("More than {most} files cannot be uploaded at once.").format(most=MOST_FILES)
            raise BusinessError("camt.count", sentence, field="file")
    if not files:
        raise BusinessError("camt.empty", _("The ZIP file holds no file."), field="file")
    return files


def _as_document(name, content):
    """Banks call the same thing .xml, .camt or .053, and not all of them begin it with its declaration."""
    ending = "xml" if kinds.recognise(content) is kinds.XML else "txt"
    return SimpleUploadedFile(f"{shorten(name.rsplit('.', 1)[0] or 'camt', 110)}.{ending}", content)


def _lay_out(batch, by, progress=lambda percent: None):
    rows, read = [], []
    for file, found in _contents(batch):
        if isinstance(found, BusinessError):
            rows.append(BankImportRow(file=file, place=0, finding=Finding.ERROR, problem=str(found)))
        else:
            read += [(file, place, statement) for place, statement in enumerate(found)]
        progress(int(90 * file.number / batch.file_count))
    rows = sorted([*rows, *Staging(batch.company).rows(read)], key=lambda row: (row.file_id, row.place))
    for row in rows:
        row.batch = batch
    found = Counter(row.finding for row in rows)
    counts = {
        "fine_count": found[Finding.FINE] + found[Finding.WARNING], "known_count": found[Finding.KNOWN],
        "error_count": found[Finding.ERROR],
    }  # fmt: skip
    with acting(by):
        BankImportRow.objects.bulk_create(rows)
        move(batch, [ImportState.READING], ImportState.STAGED, **counts)
        happened("accounting.bank_import.staged", subject=batch, statements=counts["fine_count"])


def _contents(batch):
    """Each file with its statements, or with why there are none."""
    for number, file in enumerate(batch.files.select_related("document"), 1):
        file.number = number
        try:
            yield file, camt.read(content_of(file.document))
        except BusinessError as error:
            yield file, error


def _read(batch):
    for file, found in _contents(batch):
        if not isinstance(found, BusinessError):
            yield from ((file, place, statement) for place, statement in enumerate(found))


def _bring_in(batch, file, read, by):
    """Looked at once more: another import may have brought it, or its days, meanwhile."""
    staging = Staging(batch.company)
    ((finding, *_told),) = staging.look(read)[:1]
    if finding not in (Finding.FINE, Finding.WARNING):
        return
    statement = _statement(staging.account_of(read), file, read, by)
    lines = [_line(statement, *numbered) for numbered in enumerate(read.bookings, 1)]
    for start in range(statement.lines.count(), len(lines), CHUNK):
        with acting(by), guards.speaking():
            BankLine.objects.bulk_create(lines[start : start + CHUNK])
        faults.point("accounting.after_bank_chunk")
    with acting(by), guards.speaking():
        BankStatement.objects.filter(pk=statement.pk, complete=False).update(complete=True)
        happened("accounting.bank_statement.imported", subject=statement, label=statement.label)


def _statement(account, file, read, by):
    """A killed import left it without all its lines; then it goes on there."""
    with acting(by), guards.speaking():
        statement, _made = BankStatement.objects.get_or_create(
            account=account,
            fingerprint=read.fingerprint,
            defaults={
                "identification": read.identification, "sequence": read.sequence, "label": read.label,
                "date_from": read.first_day, "date_to": read.last_day, "opening": read.opening,
                "closing": read.closing, "line_count": len(read.bookings), "document": file.document,
                "imported_by": by,
            },
        )  # fmt: skip
        return statement


def _line(statement, position, booking):
    nothing = not booking.amount
    return BankLine(
        statement=statement, position=position, name_sound=cologne(booking.name)[:140],
        state=BankLineState.IGNORED if nothing else BankLineState.OPEN,
        reason=gettext("It moves no money.") if nothing else "",
        **{name: getattr(booking, name) for name in booking.__slots__},
    )  # fmt: skip
