"""Bank lines into the books: booked against accounts, matched with what is there, or ignored for a reason."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.contacts.calc.iban import compact, is_iban
from foundation.lib import faults
from foundation.lib.errors import BusinessError, Conflict
from foundation.lib.money import format_amount
from foundation.lib.text import shorten
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..calc.lines import LineData
from ..choices import BankLineState
from ..models import BankAccount, BankLine, EntryDocument
from ..queries.bank import bank_journal, in_the_books, open_lines
from .entries import capture_entry, discard_draft

BOOK = "accounting.bank:book"


@dataclass(frozen=True)
class Part:
    """What is booked on one account, in the direction of the bank line; below zero where it goes the other way."""

    account: str
    amount: int
    tax_code: str = ""
    text: str = ""


def open_bank_account(*, by, company, name, iban, account, bic="", currency="EUR"):
    with acting(by), guards.speaking():
        check(by, "accounting.account:edit", company.ledger)
        iban = compact(iban)
        if not is_iban(iban):
            raise BusinessError("bank.iban", _("This is not an IBAN; please check its digits."), field="iban")
        there = BankAccount.objects.filter(company=company)
        if there.filter(iban=iban).exists():
            raise BusinessError("bank.there", _("This bank account is there already."), field="iban")
        if there.filter(account=account).exists():
            sentence = _("Another bank account has this ledger account already.")
            raise BusinessError("bank.ledger_taken", sentence, field="account")
        opened = BankAccount.objects.create(
            company=company, name=name, iban=iban, bic=compact(bic), currency=currency, account=account
        )
        happened("accounting.bank_account.opened", subject=opened)
        return opened


def book_line(line, *, by, parts, posting_date: date | None = None, text="", document_number=""):
    """A draft: the ledger account of the bank against these accounts. It cites the line and the statement."""
    with acting(by), guards.speaking():
        statement, own = line.statement, line.statement.account
        check(by, BOOK, own)
        rest = line.amount - sum(part.amount for part in parts) * _way(line)
        if rest:
            sentence = _("The parts do not make the amount of the bank line; {rest} is left.")
            raise BusinessError("bank.parts", sentence.format(rest=format_amount(rest * _way(line))), field="parts")
        entry = capture_entry(
            by=by, company=own.company, journal=bank_journal(own.company),
            posting_date=posting_date or line.booking_date, document_date=line.booking_date,
            document_number=document_number or shorten(str(line), 40), text=text or text_of(line),
            lines=[_side(own.account.number, line.amount), *(_part(line, part) for part in parts)],
        )  # fmt: skip
        faults.point("accounting.after_bank_entry")
        EntryDocument.objects.create(entry=entry, document_id=statement.document_id)
        _move(line, BankLineState.OPEN, BankLineState.BOOKED, entry=entry)
        happened("accounting.bank_line.booked", subject=line, entry=entry.pk)
        return entry


def book_lines(bookings, *, by):
    """Several at once, all or none: pairs of a line and the facts of `book_line`."""
    with acting(by):
        return [book_line(line, by=by, **facts) for line, facts in bookings]


def match_line(line, entry, *, by):
    """The booking is in the books already; the line is booked by that entry."""
    with acting(by), guards.speaking():
        check(by, BOOK, line.statement.account)
        _move(line, BankLineState.OPEN, BankLineState.BOOKED, entry=entry)
        happened("accounting.bank_line.matched", subject=line, entry=entry.pk)


def match_lines(account, *, by):
    """Every open line of the account whose booking is in the books already, and no other could be meant."""
    with acting(by):
        lines = {line.pk: line for line in open_lines(account).select_related("statement__account")}
        found = in_the_books(account, list(lines.values()))
        for key, entry in found.items():
            match_line(lines[key], entry, by=by)
        return found


def undo_booking(line, *, by):
    """While the entry is a draft: it goes, and the line waits again. A match is only taken apart."""
    with acting(by), guards.speaking():
        check(by, BOOK, line.statement.account)
        entry = line.entry
        if entry is None:
            raise Conflict("bank.open_first", _("This bank line is open already."))
        if entry.documents.filter(document=line.statement.document_id).exists():
            if entry.is_posted:
                sentence = _("The entry of this bank line is posted. Reverse it, and the line opens again.")
                raise BusinessError("bank.stays", sentence)
            discard_draft(entry, by=by)
        else:
            _move(line, BankLineState.BOOKED, BankLineState.OPEN, entry=None)
            happened("accounting.bank_line.released", subject=line, text=entry.text)


def ignore_line(line, *, by, reason):
    with acting(by), guards.speaking():
        check(by, BOOK, line.statement.account)
        _move(line, BankLineState.OPEN, BankLineState.IGNORED, reason=reason)
        happened("accounting.bank_line.ignored", subject=line, reason=reason)


def ignore_lines(lines, *, by, reason):
    """Several at once, all or none."""
    with acting(by):
        for line in lines:
            ignore_line(line, by=by, reason=reason)


def reopen_line(line, *, by):
    with acting(by), guards.speaking():
        check(by, BOOK, line.statement.account)
        _move(line, BankLineState.IGNORED, BankLineState.OPEN, reason="")
        happened("accounting.bank_line.reopened", subject=line)


def text_of(line):
    return shorten(" – ".join(filter(None, (line.name, line.purpose))) or line.code or str(line), 200)


def _move(line, before, after, **facts):
    if not BankLine.objects.filter(pk=line.pk, state=before).update(state=after, **facts):
        raise Conflict("bank.meanwhile", _("This bank line was handled meanwhile."))


def _way(line):
    return 1 if line.amount > 0 else -1


def _side(account, amount, **more):
    """Debit above zero, credit below."""
    return LineData(account, debit=max(amount, 0), credit=max(-amount, 0), **more)


def _part(line, part):
    return _side(part.account, -part.amount * _way(line), tax_code=part.tax_code, text=part.text)
