from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Status, Table


def state_of(entry):
    return Status("posted" if entry.is_posted else "draft", entry.get_state_display())


def _box(entry):
    if entry.is_posted:
        return ""
    return format_html(
        '<input type="checkbox" class="form-check-input" name="entry" value="{}" aria-label="{}">',
        entry.pk,
        _("choose {entry}").format(entry=entry.text),
    )


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
