"""The bank accounts of a company, what is open on them, and how they stand beside the ledger."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Length
from django.utils import timezone

from ..calc.contra import Earlier, Movement, Owed, pairs, propose
from ..choices import BankLineState, EntryState, JournalKind
from ..models import Account, BankAccount, BankLine, BankStatement, Entry, Journal, Line, TaxCode
from .books import period_on

NEAR = timedelta(days=5)
REMEMBERED = 300  # latest booked lines whose words are compared
_AMOUNT = F("debit") - F("credit")


def bank_accounts(person, company):
    """Each with its last closing balance and day, and how many lines wait."""
    last = BankStatement.objects.filter(account=OuterRef("pk"), complete=True).order_by("-date_to", "-pk")
    waiting = Q(statements__lines__state=BankLineState.OPEN, statements__complete=True)
    return (
        BankAccount.objects.visible_to(person)
        .filter(company=company)
        .select_related("account")
        .annotate(
            balance=Subquery(last.values("closing")[:1]),
            balance_day=Subquery(last.values("date_to")[:1]),
            waiting=Count("statements__lines", filter=waiting),
        )
    )


def own_ibans(company):
    """Of the bank accounts that are the company's own."""
    return BankAccount.objects.filter(company=company).values_list("iban", flat=True)


def last_statement(account):
    return BankStatement.objects.filter(account=account, complete=True).order_by("-date_to", "-pk").first()


def bank_journal(company):
    journals = Journal.objects.filter(company=company)
    return journals.filter(kind=JournalKind.BANK).first() or journals.filter(kind=JournalKind.GENERAL).first()


@dataclass(frozen=True)
class Standing:
    """The bank beside the books on the day of the last statement, in cents."""

    bank: int
    posted: int
    drafts: int
    waiting: int

    @property
    def difference(self):
        return self.bank - self.posted

    @property
    def unexplained(self):
        """What neither drafts nor open lines account for: bookings without a line of the bank, or ignored lines."""
        return self.difference - self.drafts - self.waiting


def standing(account):
    """None where there is no statement yet."""
    last = last_statement(account)
    if last is None:
        return None
    period = period_on(account.company, last.date_to)
    year = period.fiscal_year if period else None
    moved = Line.objects.filter(
        account=account.account_id, entry__fiscal_year=year, entry__posting_date__lte=last.date_to
    )
    sums = dict(moved.values_list("entry__state").annotate(sum=Sum(_AMOUNT)).order_by())
    waiting = open_lines(account).aggregate(sum=Sum("amount"))["sum"] or 0
    return Standing(last.closing, sums.get(EntryState.POSTED, 0), sums.get(EntryState.DRAFT, 0), waiting)


def open_lines(account):
    return BankLine.objects.open().filter(statement__account=account, statement__complete=True)


def next_open(account, line):
    """The open line that follows in the order of days."""
    later = Q(booking_date__gt=line.booking_date) | Q(booking_date=line.booking_date, pk__gt=line.pk)
    return open_lines(account).filter(later).order_by("booking_date", "pk").first()


def movement_of(line):
    return Movement(line.amount, line.booking_date, line.iban, line.name, f"{line.purpose} {line.end_to_end}")


@dataclass(frozen=True)
class Offer:
    """A proposal as it is shown: the account itself, its tax code, the document number, and why."""

    account: Account
    tax_code: str
    document_number: str
    why: str


def proposals(company, lines):
    """{line: [Proposal]} for open lines, each with the tax code that its account brings along."""
    if not lines:
        return {}
    earlier, owed = list(_earlier(company, lines)), _owed(company, lines)
    found = {line.pk: propose(movement_of(line), earlier, owed) for line in lines}
    return _offered(company, found)


def _earlier(company, lines):
    booked = BankLine.objects.filter(
        statement__account__company=company, state=BankLineState.BOOKED, entry__reversed_by=None
    ).select_related("statement__account")
    alike = Q(iban__in={line.iban for line in lines if line.iban}) | Q(
        name_sound__in={line.name_sound for line in lines if line.name_sound}
    )
    known = {line.pk: line for line in booked.filter(alike).order_by("-booking_date")[:REMEMBERED]}
    known |= {line.pk: line for line in booked.order_by("-booking_date")[:REMEMBERED]}
    contra = defaultdict(list)
    of_entries = Line.objects.filter(entry__in=[line.entry_id for line in known.values()], of_tax=False)
    for entry, account, number, code in of_entries.values_list(
        "entry_id", "account_id", "account__number", "tax_code__code"
    ):
        contra[entry].append((account, number, code or ""))
    for line in known.values():
        others = [each for each in contra[line.entry_id] if each[0] != line.statement.account.account_id]
        if len(others) == 1:
            yield Earlier(movement_of(line), *others[0][1:])


def _owed(company, lines):
    """Document numbers on accounts of customers and suppliers that fit one of the lines, with what is left of them."""
    personal = (
        Account.objects.filter(company=company)
        .annotate(size=Length("number"))
        .filter(size__gt=company.ledger.account_length)
    )
    amounts = {abs(line.amount) for line in lines}
    named = {reference for line in lines for reference in movement_of(line).references}
    on_them = Line.objects.filter(account__in=personal).exclude(entry__document_number="")
    fitting = on_them.filter(Q(debit__in=amounts) | Q(credit__in=amounts) | Q(entry__document_number__in=named))
    numbers = set(fitting.values_list("entry__document_number", flat=True))
    rests = (
        on_them.filter(entry__document_number__in=numbers)
        .values_list("account__number", "entry__document_number")
        .annotate(rest=Sum(_AMOUNT))
        .order_by("entry__document_number")
    )
    return [Owed(*row) for row in rests if row[2]]


def _offered(company, found):
    """Only accounts that are still valid; a proposal without a tax code takes that of an automatic account."""
    today = timezone.localdate()
    numbers = {proposal.account for proposals in found.values() for proposal in proposals}
    accounts = {
        account.number: account for account in Account.objects.filter(company=company, number__in=numbers).valid(today)
    }
    codes = set(TaxCode.objects.filter(company=company).valid(today).values_list("code", flat=True))
    return {
        line: [
            Offer(accounts[proposal.account], *_tax(accounts[proposal.account], proposal, codes))
            for proposal in proposals
            if proposal.account in accounts
        ]
        for line, proposals in found.items()
    }


def _tax(account, proposal, codes):
    code = proposal.tax_code or account.automatic_tax
    return code if code in codes else "", proposal.document_number, proposal.why


def in_the_books(account, lines):
    """{line: entry} for open lines whose booking came into the books another way."""
    if not lines:
        return {}
    first, last = min(line.booking_date for line in lines), max(line.booking_date for line in lines)
    entries = unlinked(account, first - NEAR, last + NEAR)
    found = pairs(
        {line.pk: movement_of(line) for line in lines},
        {
            entry.pk: Movement(entry.moved, entry.posting_date, purpose=f"{entry.document_number} {entry.text}")
            for entry in entries
        },
    )
    by_key = {entry.pk: entry for entry in entries}
    return {line: by_key[entry] for line, entry in found.items()}


def unlinked(account, first, last):
    """Entries that move the ledger account of the bank and belong to no line of it, with the cents they move."""
    return (
        Entry.objects.filter(
            lines__account=account.account_id,
            posting_date__range=(first, last),
            bank_line=None,
            reverses=None,
            reversed_by=None,
        )
        .exclude(journal__kind=JournalKind.OPENING)
        .select_related("journal", "fiscal_year")
        .annotate(moved=Sum(F("lines__debit") - F("lines__credit"), filter=Q(lines__account=account.account_id)))
    )
