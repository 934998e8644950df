from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.lib.text import shorten
from foundation.screens.staged import import_state
from foundation.screens.tables import Column, Status, Table

from ..choices import BankLineState
from ..models import BankImportRow
from ..queries.bank import in_the_books, proposals

LINE_TONES = {BankLineState.OPEN: "waiting", BankLineState.BOOKED: "done", BankLineState.IGNORED: "neutral"}
FINDING_TONES = {
    BankImportRow.Finding.FINE: "done",
    BankImportRow.Finding.WARNING: "waiting",
    BankImportRow.Finding.KNOWN: "neutral",
    BankImportRow.Finding.LEFT_OUT: "neutral",
    BankImportRow.Finding.ERROR: "error",
}
WHY = {
    "iban": _("same IBAN"),
    "name": _("same name"),
    "sound": _("similar name"),
    "words": _("similar purpose"),
    "number": _("document number"),
    "sum": _("same open sum"),
    "there": _("in the books already"),
}
PURPOSE_LENGTH = 90


def line_state(line):
    return Status(LINE_TONES[line.state], line.get_state_display())


def _name(line):
    return line.name or _("without a name")


def _link(line):
    return line.get_absolute_url()


_DATE = Column("booking_date", _("Date"), kind="date", sort="booking_date")
_NAME = Column("name", pgettext_lazy("bank", "Counterparty"), value=_name, link=_link)
_PURPOSE = Column("purpose", _("Purpose"), value=lambda line: shorten(line.purpose, PURPOSE_LENGTH))
_AMOUNT = Column("amount", _("Amount"), kind="amount", sort="amount")
_MORE = (
    Column("value_date", _("Value date"), kind="date", shown=False),
    Column("iban", _("IBAN"), shown=False),
    Column("end_to_end", _("End-to-end reference"), shown=False),
    Column("mandate", _("Mandate"), shown=False),
    Column("bank_reference", _("Reference of the bank"), shown=False),
    Column("statement", _("Statement"), shown=False, relation="statement"),
)

BANK_LINES = Table(
    _DATE,
    _NAME,
    _PURPOSE,
    _AMOUNT,
    Column("state", _("Status"), value=line_state, kind="status"),
    Column("entry", _("Entry"), value=lambda line: line.entry and str(line.entry), roomy=True),
    *_MORE,
    order="-booking_date",
)
LINES_OF_ALL = Table(
    Column("account", _("Bank account"), value="statement.account"), *BANK_LINES.available, order="-booking_date"
)


class OpenLines(Table):
    """Lines that wait, each with the button that books it as proposed. `at` is the line that one stands on."""

    def __init__(self, account, at=""):
        super().__init__(
            _DATE,
            _NAME,
            _PURPOSE,
            _AMOUNT,
            Column("proposal", _("Proposal"), value=self._button, stays=True),
            *_MORE,
            order="booking_date",
        )
        self.account, self.at = account, at
        self.offers, self.there = {}, {}  # shared with the copy that shows other columns

    def rows(self, objects):
        self.offers.update(proposals(self.account.company, objects))
        self.there.update(in_the_books(self.account, objects))
        return super().rows(objects)

    def _button(self, line):
        here = " autofocus" if str(line.pk) == self.at else ""
        if entry := self.there.get(line.pk):
            sentence = _("{entry}, in the books already").format(entry=entry)
            return format_html('<a href="{}" data-row{}>{}</a>', line.get_absolute_url(), here, sentence)
        if not (offers := self.offers[line.pk]):
            link = '<a class="quiet" href="{}" data-row{}>{}</a>'
            return format_html(link, line.get_absolute_url(), here, _("Choose an account"))
        return _book_button(line, offers[0], here)


def _book_button(line, offer, here):
    return format_html(
        '<button class="btn btn-sm" type="submit" form="book" name="line" value="{key}" title="{why}" data-row{here}>'
        '{account}{tax}</button><input type="hidden" form="book" name="account-{key}" value="{number}">'
        '<input type="hidden" form="book" name="tax-{key}" value="{code}">'
        '<input type="hidden" form="book" name="document-{key}" value="{document}">',
        key=line.pk,
        why=WHY[offer.why],
        here=here,
        account=shorten(str(offer.account), 34),
        tax=f" · {offer.tax_code}" if offer.tax_code else "",
        number=offer.account.number,
        code=offer.tax_code,
        document=offer.document_number,
    )


LINES_IN_BRIEF = Table(_NAME, _DATE, _PURPOSE, _AMOUNT)

BANK_ACCOUNTS = Table(
    Column("name", _("Bank account"), link=_link, sort="name"),
    Column("iban", _("IBAN"), value="iban_in_groups"),
    Column("account", _("Ledger account")),
    Column("balance_day", _("Last statement"), kind="date"),
    Column("balance", _("Balance"), kind="amount"),
    Column("waiting", _("To be booked"), kind="number"),
    order="name",
)

STATEMENTS = Table(
    Column("label", _("Statement"), link=_link),
    Column("account", _("Bank account")),
    Column("date_from", _("From"), kind="date"),
    Column("date_to", _("To"), kind="date", sort="date_to"),
    Column("opening", _("Opening balance"), kind="amount"),
    Column("closing", _("Closing balance"), kind="amount"),
    Column("line_count", _("Bookings"), kind="number"),
    order="-date_to",
)

STATEMENT_LINES = Table(
    Column("position", _("No."), kind="number", sort="position"),
    _DATE,
    _NAME,
    _PURPOSE,
    _AMOUNT,
    Column("state", _("Status"), value=line_state, kind="status"),
    order="position",
)

BANK_IMPORTS = Table(
    Column("name", _("File"), link=_link),
    Column("file_count", _("Files"), kind="number"),
    Column("fine_count", _("Statements"), kind="number"),
    Column("known_count", _("Imported before"), kind="number"),
    Column("error_count", _("Errors"), kind="number"),
    Column("state", _("Status"), value=import_state, kind="status"),
    Column("uploaded_by", _("By")),
    Column("uploaded_at", _("Time"), kind="datetime"),
)

BANK_IMPORT_ROWS = Table(
    Column("file", _("File"), value="file.document.name"),
    Column(
        "finding",
        _("Finding"),
        value=lambda row: Status(FINDING_TONES[row.finding], row.get_finding_display()),
        kind="status",
    ),
    Column("label", _("Statement")),
    Column("date_from", _("From"), kind="date"),
    Column("date_to", _("To"), kind="date"),
    Column("opening", _("Opening balance"), kind="amount"),
    Column("closing", _("Closing balance"), kind="amount"),
    Column("line_count", _("Bookings"), kind="number"),
    Column("line", _("Line"), kind="number"),
    Column("value", _("Value")),
    Column("problem", _("Reason")),
)
