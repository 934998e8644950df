"""What an uploaded statement means beside those that are there, and what stands against it."""

from collections import Counter, defaultdict

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.contacts.calc.iban import grouped
from foundation.lib.dates import format_date
from foundation.lib.money import format_amount

from ..models import BankAccount, BankImportRow, BankLine, BankStatement

Finding = BankImportRow.Finding


class Staging:
    """Statements are looked at in the order of their days; those found fine count for the ones that follow."""

    def __init__(self, company):
        self._accounts = {account.iban: account for account in BankAccount.objects.filter(company=company)}
        self._there = defaultdict(list)
        for there in BankStatement.objects.filter(account__company=company, complete=True).order_by("date_to", "pk"):
            self._there[there.account_id].append(_Known.stored(there))

    def rows(self, read):
        """`read` holds (file, place, Statement). Rows without batch, in the order of the files."""
        ordered = sorted(read, key=lambda each: (each[2].first_day is None, each[2].first_day, each[2].last_day))
        found = {(file.pk, place): self.look(statement) for file, place, statement in ordered}
        for file, place, statement in read:
            for finding, problem, line, value in found[file.pk, place]:
                yield BankImportRow(
                    file=file, place=place, finding=finding, problem=problem, line=line, value=value,
                    account=self._accounts.get(statement.iban), label=statement.label, date_from=statement.first_day,
                    date_to=statement.last_day, opening=statement.opening, closing=statement.closing,
                    line_count=len(statement.bookings),
                )  # fmt: skip

    def account_of(self, statement):
        return self._accounts.get(statement.iban)

    def look(self, statement):
        """[(finding, reason, line of the file, value)]: one, or one for each thing that could not be read."""
        if statement.kind != "053":
            return [_told(Finding.LEFT_OUT, _left_out(statement.kind))]
        if statement.findings:
            return [_told(Finding.ERROR, str(each), each.line, each.value) for each in statement.findings]
        account = self._accounts.get(statement.iban)
        if account is None:
            sentence = _(
                "There is no bank account with the IBAN {iban} yet. Please open it, then upload the file again."
            )
            return [_told(Finding.ERROR, sentence.format(iban=grouped(statement.iban)))]
        if account.currency != statement.currency:
            sentence = _("The statement is in {other}, the account in {currency}.")
            return [_told(Finding.ERROR, sentence.format(other=statement.currency, currency=account.currency))]
        finding, reason = self._beside(statement, self._there[account.pk])
        if finding in (Finding.FINE, Finding.WARNING):
            self._there[account.pk].append(_Known.read(statement))
        return [_told(finding, reason)]

    def _beside(self, statement, there):
        if any(known.fingerprint == statement.fingerprint for known in there):
            return Finding.KNOWN, ""
        if any(known.number == _number_of(statement) for known in there):
            sentence = _("Statement {label} was imported before, with other content.")
            return Finding.ERROR, sentence.format(label=statement.label)
        overlapping = [known for known in there if known.overlaps(statement)]
        before = max(
            (known for known in there if known.precedes(statement)), key=lambda known: known.last, default=None
        )
        joined = any(known.closing == statement.opening for known in (before, *overlapping) if known)
        if overlapping:
            return self._overlapping(statement, overlapping[-1], joined)
        if before and not joined:
            sentence = _(
                "A statement is missing: {label} closed on {day} with {closing}, this one opens with {opening}."
            )
            facts = {"closing": _amount(before.closing), "opening": _amount(statement.opening)}
            return Finding.WARNING, sentence.format(label=before.label, day=format_date(before.last), **facts)
        return Finding.FINE, ""

    def _overlapping(self, statement, other, joined):
        span = {"label": other.label, "first": format_date(other.first), "last": format_date(other.last)}
        doubled = 0 if joined else (other.keys() & _keys(statement.bookings)).total()
        if doubled:
            sentence = _("{count} of its bookings came with statement {label} ({first} – {last}) already.")
            return Finding.ERROR, sentence.format(count=doubled, **span)
        sentence = _("Its days overlap with those of statement {label} ({first} – {last}).")
        return Finding.WARNING, sentence.format(**span)


class _Known:
    """A statement that is there, or that comes before in the same upload."""

    def __init__(self, label, number, fingerprint, first, last, closing, keys):
        self.label, self.number, self.fingerprint = label, number, fingerprint
        self.first, self.last, self.closing, self.keys = first, last, closing, keys

    @classmethod
    def stored(cls, row):
        number = (row.identification, row.sequence, row.date_to)
        return cls(
            row.label, number, row.fingerprint, row.date_from, row.date_to, row.closing,
            lambda: _keys(BankLine.objects.filter(statement=row)),
        )  # fmt: skip

    @classmethod
    def read(cls, statement):
        return cls(
            statement.label, _number_of(statement), statement.fingerprint, statement.first_day, statement.last_day,
            statement.closing, lambda: _keys(statement.bookings),
        )  # fmt: skip

    def overlaps(self, statement):
        return self.first <= statement.last_day and statement.first_day <= self.last

    def precedes(self, statement):
        return self.last < statement.first_day


def _number_of(statement):
    return statement.identification, statement.sequence, statement.last_day


def _keys(bookings):
    """What tells one booking from another, whether read or stored."""
    return Counter(
        (each.booking_date, each.amount, each.bank_reference, each.end_to_end, each.purpose, each.iban, each.name)
        for each in bookings
    )


def _told(finding, reason, line=None, value=""):
    return finding, reason, line, value


def _left_out(kind):
    what = _("a report within the day (camt.052)") if kind == "052" else _("an advice of bookings (camt.054)")
    return _("This is {what}. Only statements (camt.053) are booked, so it is left out.").format(what=what)


def _amount(cents):
    return format_amount(cents, english=(get_language() or "").startswith("en"))
