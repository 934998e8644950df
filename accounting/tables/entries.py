from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Status, Table

from ..choices import EntryState

# the tone of each state is called as the state itself
STATES = {state: Status(state.value, state.label) for state in EntryState}


def state_of(entry):
    return STATES[entry.state]


ENTRIES = Table(
    Column("number", _("Number"), value=str, link=lambda entry: entry.get_absolute_url()),
    Column("date", _("Date"), value="posting_date", kind="date", sort="posting_date"),
    Column("document_number", _("Document no."), sort="document_number", roomy=True),
    Column("text", _("Text")),
    Column("journal", _("Journal"), value="journal.code", roomy=True),
    Column("total", _("Amount"), kind="amount", sort="total"),
    Column("state", _("Status"), value=state_of, kind="status"),
    Column("captured_by", _("Captured by"), roomy=True),
    Column("document_date", _("Document date"), kind="date", shown=False),
    Column("service_date", _("Service date"), kind="date", shown=False),
    Column("period", _("Period"), shown=False, relation="period"),
    Column("captured_at", _("Captured"), kind="datetime", shown=False),
    Column("posted_by", _("Posted by"), shown=False, relation="posted_by"),
    Column("posted_at", _("Posted"), kind="datetime", shown=False),
    Column("batch", _("Import"), shown=False, relation="batch"),
    Column("currency", _("Currency"), shown=False),
    order="-date",
)
ENTRIES_IN_BRIEF = Table(
    Column("text", _("Entry"), link=lambda entry: entry.get_absolute_url()),
    Column("date", _("Date"), value="posting_date", kind="date"),
    Column("captured_by", _("Captured by")),
    Column("total", _("Amount"), kind="amount"),
)
