"""Journal: every posted line in the order of journal and number. § 239 HGB."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.lib.dates import format_date
from foundation.reports.catalogue import Report, ReportData, Row
from foundation.reports.parameters import ReportForm
from foundation.screens.forms import DateField

from ..queries.books import books_of, posted_lines
from .spans import DAYS, span_of

LONGEST_DAYS = 366
CARRIED = (5, 6)  # debit and credit


class JournalForm(ReportForm):
    first = DateField(label=gettext_lazy("From day"), initial=lambda: timezone.localdate().replace(day=1))
    last = DateField(label=gettext_lazy("To day"), initial=timezone.localdate)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if books_of(self.person) is None:
            self.add_error(None, _("There are no books that you may see."))
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        elif first and last and (last - first).days >= LONGEST_DAYS:
            self.add_error("last", _("Please take at most one year at a time."))
        return cleaned


class JournalReport(Report):
    code = "accounting.journal"
    name = gettext_lazy("Journal")
    description = gettext_lazy("Every posted line of a span of days, in the order of journal and number.")
    permission = "accounting.report:view"
    form = JournalForm
    spans = DAYS

    def params_of(self, person, span, on):
        first, last = span_of(person, span, on)
        return {"first": format_date(first), "last": format_date(last)}

    def build(self, person, params, progress):
        company, first, last = books_of(person), params["first"], params["last"]
        rows = [_row(line) for line in posted_lines(company, first, last).iterator(chunk_size=2_000)]
        debit, credit = (sum(row[column] or 0 for row in rows) for column in CARRIED)
        return ReportData(
            title=str(self.name),
            company=str(company),
            parameters=[
                (_("Span"), _("{first} to {last}").format(first=format_date(first), last=format_date(last))),
                (_("Amounts"), _("in euros")),
            ],
            columns=[
                (_("Number"), "text"),
                (_("Date"), "date"),
                (_("Document no."), "text"),
                (_("Text"), "text"),
                (_("Account"), "text"),
                (_("Debit"), "amount"),
                (_("Credit"), "amount"),
                (_("Tax"), "text"),
            ],
            rows=[*rows, Row([_("Sum"), *[None] * 4, debit, credit, None], "sum")],
            carried=CARRIED,
        )


def _row(line):
    entry, tax = line.entry, line.tax_code.code if line.tax_code else None
    head = [entry.full_number, entry.posting_date, entry.document_number, line.text or entry.text]
    return [*head, line.account.number, line.debit or None, line.credit or None, tax]
