from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Table

from ..models.entry import number_text

ACCOUNTS = Table(
    Column("number", _("Number"), sort="number", link=lambda account: account.get_absolute_url()),
    Column("name", _("Name"), value="local_name", sort="name"),
    Column("kind", _("Kind"), value=lambda account: account.get_kind_display()),
    Column("position", _("Position of the HGB"), value="hgb_name"),
    Column("paragraph", _("Section of the HGB"), value="hgb_paragraph", kind="link", roomy=True),
    Column("valid_to", _("Until"), kind="date"),
    order="number",
)


def _entry_number(line):
    return number_text(line.entry__journal__code, line.year, line.entry__number)


def _entry_address(line):
    return reverse("accounting:entry", args=[line.entry_id])


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
