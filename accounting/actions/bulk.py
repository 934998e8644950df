"""Many drafts at once: the same questions as for one, but a handful of statements for all of them."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import BusinessError
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..calc.lines import LineData
from ..choices import PeriodState
from ..models import Entry, Journal, Line
from ..queries.proposals import booked_lines
from ..queries.staging import Books


@dataclass(frozen=True)
class Draft:
    """An entry as typed; `journal` is its code, and a line with a tax code is still gross."""

    journal: str
    posting_date: date
    text: str
    lines: tuple[LineData, ...]
    document_number: str = ""
    service_date: date | None = None


def capture_many(*, by, company, drafts):
    """All of them or none. Returns the entries in the order of the drafts."""
    drafts = list(drafts)
    with acting(by), guards.speaking():
        check(by, "accounting.entry:capture", company.ledger)
        books = Books.of(company)
        journals = {journal.code: journal for journal in Journal.objects.filter(company=company)}
        typed = [_booked(books, draft) for draft in drafts]
        entries = Entry.objects.bulk_create(
            _entry(books, company, journals[draft.journal], draft, lines, by)
            for draft, lines in zip(drafts, typed, strict=True)
        )
        Line.objects.bulk_create(
            _line(books, entry, position, line)
            for entry, lines in zip(entries, typed, strict=True)
            for position, line in enumerate(lines, 1)
        )
        happened("accounting.entries.captured", subject=company, entries=len(entries))
        return entries


def _booked(books, draft):
    codes = {
        code: books.tax_by_code(code, draft.posting_date) for code in {line.tax_code for line in draft.lines} if code
    }
    if unknown := next((code for code, tax in codes.items() if tax is None), None):
        raise BusinessError(
            "ledger.tax_code", _("Tax code “{code}” is not in force on that day.").format(code=unknown), field="lines"
        )
    return [booked for line in draft.lines for booked in booked_lines(line, codes.get(line.tax_code))]


def _entry(books, company, journal, draft, lines, by):
    period = books.period(draft.posting_date)
    if period is None:
        sentence = _("There is no fiscal year for {day:%d.%m.%Y}.").format(day=draft.posting_date)
        raise BusinessError("ledger.no_year", sentence, field="posting_date")
    if period.state != PeriodState.OPEN:
        sentence = _("The period {period} is locked.").format(period=period)
        raise BusinessError("ledger.period_closed", sentence, field="posting_date")
    return Entry(
        company=company, journal=journal, fiscal_year_id=period.fiscal_year_id, period=period,
        posting_date=draft.posting_date, document_date=draft.posting_date, service_date=draft.service_date,
        document_number=draft.document_number, text=draft.text, currency=company.ledger.currency,
        total=sum(line.debit for line in lines), captured_by=by,
    )  # fmt: skip


def _line(books, entry, position, line):
    account = books.accounts.get(line.account)
    if account is None:
        raise BusinessError(
            "ledger.no_account", _("There is no account {number}.").format(number=line.account), field="lines"
        )
    return Line(
        entry=entry, position=position, posting_date=entry.posting_date, account=account, debit=line.debit,
        credit=line.credit,
        tax_code=books.tax_by_code(line.tax_code, entry.posting_date) if line.tax_code else None,
        tax_base=line.tax_base, of_tax=line.of_tax, cost_centre=line.cost_centre, text=line.text,
    )  # fmt: skip
