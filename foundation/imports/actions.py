"""Tables into the portal: uploaded, looked at, confirmed. Nothing counts before, and nothing comes twice."""

from collections import Counter

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.access.gate import check
from foundation.documents.actions import check_size, store
from foundation.documents.calc import kinds as files
from foundation.documents.choices import ImportState
from foundation.documents.queries import content_of
from foundation.documents.staging import hold, move
from foundation.jobs.actions import enqueue
from foundation.lib import faults
from foundation.lib.errors import BusinessError
from foundation.lib.sheets import about
from foundation.lib.text import shorten
from foundation.records.actor import acting
from foundation.records.audit import happened

from . import kinds
from .columns import Sheet, values_of
from .models import TableImport, TableImportRow
from .queries import Staging

READING, WRITING = "imports.reading", "imports.writing"
AT_ONCE = 50_000  # bytes, some 500 rows
CHUNK = 100
Finding = TableImportRow.Finding


def stage_table(kind, *, by, company, upload):
    """Keep the file, read it and lay its rows out for a look. A large one is read in the background."""
    check(by, kind.permission, TableImport(company=company))
    check_size(upload)
    data = upload.read()
    upload.seek(0)
    if (found := files.recognise(data)) not in (files.XLSX, files.TEXT):
        sentence = _("This is {kind}. Please choose a table: CSV or XLSX.").format(kind=found.label)
        raise BusinessError("sheet.kind", sentence, field="file")
    sheet = Sheet(kind.columns, data)
    with acting(by):
        batch = TableImport.objects.create(
            kind=kind.code, company=company, name=shorten(upload.name, 120), uploaded_by=by,
            unknown=shorten(", ".join(sheet.unknown), 500),
        )  # fmt: skip
        batch.document = store(upload, by=by, company=company, subject=batch, retention="book")
        TableImport.objects.filter(pk=batch.pk).update(document=batch.document)
        if len(data) > AT_ONCE:
            enqueue(READING, key=f"{READING}:{batch.pk}", by=by, batch=batch.pk)
        else:
            _lay_out(batch, sheet, by)
    return batch


def run_reading(batch, *, by, progress):
    """Lays out the rows of a large file. Killed in between, it begins anew; until the end nobody can confirm it."""
    kind = kinds.get(batch.kind)
    check(by, kind.permission, batch)
    if batch.state != ImportState.READING:
        return batch
    with acting(by):
        TableImportRow.objects.filter(batch=batch).delete()
    data = content_of(batch.document)
    rows = about(data)
    _lay_out(batch, Sheet(kind.columns, data), by, lambda done: progress(min(99, 100 * done // rows)))
    return batch


def confirm_table(batch, *, by, skip_errors=False):
    """Bring the understood rows in, in the background. With errors only when asked to leave those rows out."""
    kind = kinds.get(batch.kind)
    with acting(by):
        check(by, kind.permission, batch)
        check(by, kind.confirm or kind.permission, batch)
        if batch.error_count and not skip_errors:
            sentence = ngettext(
                "{count} row is not understood. Correct the file, or import without this row.",
                "{count} rows are not understood. Correct the file, or import without these rows.",
                batch.error_count,
            )
            raise BusinessError("import.errors", sentence.format(count=batch.error_count))
        if not batch.fine_count:
            raise BusinessError("import.nothing", _("There is no row to import."))
        move(batch, [ImportState.STAGED], ImportState.IMPORTING)
        happened("imports.table.confirmed", subject=batch)
        return enqueue(WRITING, key=f"{WRITING}:{batch.pk}", by=by, batch=batch.pk)


def discard_table(batch, *, by):
    with acting(by):
        check(by, kinds.get(batch.kind).permission, batch)
        move(batch, [ImportState.STAGED, ImportState.READING], ImportState.DISCARDED)
        TableImportRow.objects.filter(batch=batch).delete()
        happened("imports.table.discarded", subject=batch)


def run_writing(batch, *, by, progress):
    """Row by row, in chunks that are there whole or not at all. Killed in between, it goes on where it stopped."""
    kind = kinds.get(batch.kind)
    check(by, kind.permission, batch)
    if batch.state != ImportState.IMPORTING:
        return batch
    left = TableImportRow.objects.filter(batch=batch, finding=Finding.FINE)
    while rows := list(left[:CHUNK]):
        with acting(by):
            hold(batch, ImportState.IMPORTING)
            for row in rows:
                _write(kind, batch.company, row, by)
            TableImportRow.objects.bulk_update(rows, ["finding", "problem"])
        faults.point("imports.after_writing_chunk")
        progress(int(100 * (batch.fine_count - left.count()) / (batch.fine_count + 1)))
    with acting(by):
        found = Counter(TableImportRow.objects.filter(batch=batch).order_by().values_list("finding", flat=True))
        move(batch, [ImportState.IMPORTING], ImportState.IMPORTED, **_counts(found, Finding.DONE))
        happened("imports.table.finished", subject=batch, rows=batch.fine_count)
    return batch


def _write(kind, company, row, by):
    """What was taken by somebody else meanwhile is passed over and says so, as is what its room refuses."""
    values = values_of(kind.columns, row.cells)
    try:
        with acting(by):
            kind.write(by=by, company=company, **values)
        row.finding = Finding.DONE
    except BusinessError as error:
        known = any(values[key] and kind.known(company, key, [values[key]]) for key in kind.keys)
        row.finding, row.problem = Finding.KNOWN if known else Finding.ERROR, str(error)


def _lay_out(batch, sheet, by, progress=lambda rows: None):
    found = Counter()
    for rows in Staging(kinds.get(batch.kind), batch.company, sheet).chunks():
        for row in rows:
            row.batch = batch
        with acting(by):
            hold(batch, ImportState.READING)
            TableImportRow.objects.bulk_create(rows)
        found.update(row.finding for row in rows)
        faults.point("imports.after_reading_chunk")
        progress(found.total())
    with acting(by):
        move(batch, [ImportState.READING], ImportState.STAGED, **_counts(found, Finding.FINE))
        happened("imports.table.staged", subject=batch, rows=found.total(), errors=found[Finding.ERROR])


def _counts(found, good):
    return {
        "fine_count": found[good], "known_count": found[Finding.KNOWN], "error_count": found[Finding.ERROR],
    }  # fmt: skip
