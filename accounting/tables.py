from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Status, Table

from .choices import ImportState
from .models import ImportRow
from .models.entry import number_text

FINDING_TONES = {
    ImportRow.Finding.FINE: "done",
    ImportRow.Finding.KNOWN: "waiting",
    ImportRow.Finding.ERROR: "error",
}
IMPORT_TONES = {
    ImportState.READING: "waiting",
    ImportState.STAGED: "draft",
    ImportState.IMPORTING: "waiting",
    ImportState.IMPORTED: "done",
    ImportState.DISCARDED: "neutral",
}


def state_of(entry):
    return Status("posted" if entry.is_posted else "draft", entry.get_state_display())


def import_state(batch):
    return Status(IMPORT_TONES[batch.state], batch.get_state_display())


def _box(entry):
    if entry.is_posted:
        return ""
    return format_html(
        '<input type="checkbox" class="form-check-input" name="entry" value="{}" aria-label="{}">',
        entry.pk,
        _("choose {entry}").format(entry=entry.text),
    )


def _entry_number(line):
    return number_text(line.entry__journal__code, line.year, line.entry__number)


def _entry_address(line):
    return reverse("accounting:entry", args=[line.entry_id])


_ENTRY_COLUMNS = (
    Column("number", _("Number"), value=str, link=lambda entry: entry.get_absolute_url()),
    Column("date", _("Date"), value="posting_date", kind="date", sort="posting_date"),
    Column("document_number", _("Document no."), sort="document_number"),
    Column("text", _("Text")),
    Column("journal", _("Journal"), value="journal.code"),
    Column("total", _("Amount"), kind="amount", sort="total"),
    Column("state", _("Status"), value=state_of, kind="status"),
    Column("captured_by", _("Captured by")),
)
ENTRIES = Table(*_ENTRY_COLUMNS, order="-date")
ENTRIES_TO_CHOOSE = Table(Column("chosen", _("Choose"), value=_box), *_ENTRY_COLUMNS, order="-date")

ACCOUNTS = Table(
    Column("number", _("Number"), sort="number", link=lambda account: account.get_absolute_url()),
    Column("name", _("Name"), value="local_name", sort="name"),
    Column("kind", _("Kind"), value=lambda account: account.get_kind_display()),
    Column("position", _("Position of the HGB"), value="hgb_name"),
    Column("paragraph", _("Section of the HGB"), value="hgb_paragraph", kind="link"),
    Column("valid_to", _("Until"), kind="date"),
    order="number",
)

LINES = Table(
    Column("date", _("Date"), value="posting_date", kind="date", sort="posting_date"),
    Column("entry", _("Entry"), value=_entry_number, link=_entry_address),
    Column("document_number", _("Document no."), value="entry__document_number"),
    Column("text", _("Text"), value=lambda line: line.text or line.entry__text),
    Column("debit", _("Debit"), value=lambda line: line.debit or None, kind="amount"),
    Column("credit", _("Credit"), value=lambda line: line.credit or None, kind="amount"),
    Column("running", _("Balance"), kind="amount"),
    order="date",
)

IMPORTS = Table(
    Column("name", _("File"), link=lambda batch: batch.get_absolute_url()),
    Column("label", _("Label")),
    Column("row_count", _("Rows"), kind="number"),
    Column("error_count", _("Errors"), kind="number"),
    Column("known_count", _("Imported before"), kind="number"),
    Column("state", _("Status"), value=import_state, kind="status"),
    Column("uploaded_by", _("By")),
    Column("uploaded_at", _("Time"), kind="datetime"),
)

IMPORT_ROWS = Table(
    Column("line", _("Line"), kind="number", sort="line"),
    Column(
        "finding",
        _("Finding"),
        value=lambda row: Status(FINDING_TONES[row.finding], row.get_finding_display()),
        kind="status",
    ),
    Column("date", _("Date"), kind="date"),
    Column("debit_account", _("Debit")),
    Column("credit_account", _("Credit")),
    Column("amount", _("Amount"), kind="amount"),
    Column("tax", _("Tax")),
    Column("document_number", _("Document no.")),
    Column("text", _("Text")),
    Column("problem", _("Reason")),
    order="line",
)
