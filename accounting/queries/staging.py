"""What a row of a booking batch means for the books of a company, and what stands against it."""

from dataclasses import dataclass, field
from itertools import chain, islice

from django.utils.translation import gettext as _

from ..calc.charts import personal_account_kind
from ..calc.extf import ERROR, Findings, Fingerprints, effective, open_batch
from ..models import Account, Entry, ImportRow, Period, TaxCode

CHUNK = 500


@dataclass
class Books:
    """Everything a row is compared with, read once."""

    account_length: int
    accounts: dict
    periods: list
    tax_codes: list
    known: set = field(default_factory=set)

    @classmethod
    def of(cls, company):
        return cls(
            company.ledger.account_length,
            {account.number: account for account in Account.objects.filter(company=company)},
            list(Period.objects.filter(fiscal_year__company=company)),
            list(TaxCode.objects.filter(company=company)),
        )

    def period(self, day):
        return next((period for period in self.periods if period.start <= day <= period.end), None)

    def tax_by_key(self, key, day):
        return next((tax for tax in self._valid(day) if tax.bu_key == key), None)

    def tax_by_code(self, code, day):
        return next((tax for tax in self._valid(day) if tax.code == code), None)

    def _valid(self, day):
        return (
            tax for tax in self.tax_codes if tax.valid_from <= day and (tax.valid_to is None or day <= tax.valid_to)
        )


class Staging:
    """A file as the rows of a batch. `refusal` says why it holds none. They come in chunks, so that 100,000 of them need
    the memory of a few hundred."""

    def __init__(self, company, data):
        self._company, self._books, self._marks = company, Books.of(company), Fingerprints()
        self._findings = Findings()
        self.header, lines = open_batch(data, self._findings)
        first = next(lines, None)
        self.refusal = "" if first else str(_errors(self._findings)[0])
        self._lines = chain([first], lines)

    def chunks(self):
        """Lists of ImportRows (unsaved, without batch): understood, imported before, or with all their reasons."""
        lines = self._read()
        while chunk := list(islice(lines, CHUNK)):
            self._books.known = _known(self._company, [mark for _line, mark, _reasons in chunk if mark])
            yield [self._staged(*read) for read in chunk]

    def _read(self):
        for line in self._lines:
            reasons = "\n".join(map(str, _errors(self._findings)))
            yield line, self._marks.of(line.row) if line.row else "", reasons

    def _staged(self, line, mark, reasons):
        if line.row:
            return _understand(self._books, line.row, mark)
        return ImportRow(line=line.number, finding=ImportRow.Finding.ERROR, problem=reasons)


def _errors(findings):
    return [finding for finding in findings.take() if finding.severity == ERROR]


def _understand(books, row, mark):
    debit, credit, amount = effective(row)
    tax, taxed, problem = _tax(books, row)
    problem = problem or _problem(books, row, (debit, credit))
    finding = ImportRow.Finding.FINE
    if problem:
        finding = ImportRow.Finding.ERROR
    elif mark in books.known:
        finding = ImportRow.Finding.KNOWN
    return ImportRow(
        line=row.line, finding=finding, problem=problem, date=row.document_date, debit_account=debit,
        credit_account=credit, amount=amount, tax=tax, tax_on=_side(taxed, debit), document_number=row.document_number,
        text=row.text, service_date=row.service_date, fingerprint=mark,
    )  # fmt: skip


def _tax(books, row):
    """(code, taxed account, problem). A BU key belongs to the contra account; an automatic account brings its own."""
    day = row.service_date or row.document_date
    if row.automatic_cancelled:
        return "", "", ""
    if row.bu_key:
        tax = books.tax_by_key(row.bu_key, day)
        if tax is None:
            return "", "", _("Column BU-Schlüssel: there is no tax code for key {key}.").format(key=row.bu_key)
        return tax.code, row.contra_account, ""
    for number in (row.contra_account, row.account):
        account = books.accounts.get(number)
        if account and account.automatic_tax and (tax := books.tax_by_code(account.automatic_tax, day)):
            return tax.code, number, ""
    return "", "", ""


def _side(taxed, debit):
    if not taxed:
        return ""
    return "debit" if taxed == debit else "credit"


def _problem(books, row, numbers):
    for number in numbers:
        account = books.accounts.get(number)
        if account is None and not personal_account_kind(number, books.account_length):
            return _("There is no account {number} in the chart.").format(number=number)
        if account and account.valid_to and account.valid_to < row.document_date:
            return _("Account {number} ended before this day.").format(number=number)
    period = books.period(row.document_date)
    if period is None:
        return _("There is no fiscal year for {day:%d.%m.%Y}.").format(day=row.document_date)
    if period.state != "open":
        return _("The period {period} is locked.").format(period=period)
    return ""


def _known(company, marks):
    entries = Entry.objects.filter(company=company, fingerprint__in=marks)
    return set(entries.values_list("fingerprint", flat=True))
