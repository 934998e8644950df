from django.utils.translation import gettext_lazy as _

from foundation.screens.staged import import_state
from foundation.screens.tables import Column, Status, Table

from ..models import ImportRow

FINDING_TONES = {
    ImportRow.Finding.FINE: "done",
    ImportRow.Finding.KNOWN: "waiting",
    ImportRow.Finding.ERROR: "error",
}

IMPORTS = Table(
    Column("name", _("File"), link=lambda batch: batch.get_absolute_url()),
    Column("label", _("Label"), roomy=True),
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
