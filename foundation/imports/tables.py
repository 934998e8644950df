from django.utils.translation import gettext_lazy as _

from foundation.screens.staged import import_state
from foundation.screens.tables import Column, Status, Table

from .models import TableImportRow

Finding = TableImportRow.Finding
TONES = {Finding.FINE: "done", Finding.KNOWN: "waiting", Finding.ERROR: "error", Finding.DONE: "posted"}

IMPORTS = Table(
    Column("name", _("File"), link=lambda batch: batch.get_absolute_url()),
    Column("fine_count", _("Rows"), kind="number"),
    Column("known_count", _("Known"), kind="number"),
    Column("error_count", _("Errors"), kind="number"),
    Column("state", _("Status"), value=import_state, kind="status"),
    Column("uploaded_by", _("By"), relation="uploaded_by"),
    Column("uploaded_at", _("Time"), kind="datetime"),
)


def rows_table(kind):
    """The first columns of the file are shown, the others wait to be chosen."""
    return Table(
        Column("line", _("Row"), kind="number", sort="line"),
        Column("finding", _("Finding"), value=_finding, kind="status"),
        Column("problem", _("Reason")),
        *(_cell(column, shown=place < kind.shown) for place, column in enumerate(kind.columns)),
        order="line",
    )


def _finding(row):
    return Status(TONES[row.finding], row.get_finding_display())


def _cell(column, shown):
    return Column(column.name, column.label, value=lambda row: row.cells.get(column.name), shown=shown)
