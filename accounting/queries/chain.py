"""The legally relevant facts of an entry, and the walk over the chains."""

from dataclasses import dataclass

from django.db.models import Count, Max, Prefetch, Sum
from django.utils.translation import gettext as _

from foundation.records.database import snapshot

from ..calc.chain import entry_hash
from ..models import AccountBalance, Entry, EntryDocument, Line

FULL = (
    Prefetch("lines", Line.objects.select_related("account", "tax_code").order_by("position")),
    Prefetch("documents", EntryDocument.objects.select_related("document").order_by("pk")),
)


def facts_of(entry, number, posted_by, posted_at):
    """What the hash covers: everything the law cares for, with the documents attached until the posting."""
    return {
        "company": entry.company_id,
        "journal": entry.journal.code,
        "year": entry.fiscal_year.start,
        "number": number,
        "posting_date": entry.posting_date,
        "document_date": entry.document_date,
        "service_date": entry.service_date,
        "document_number": entry.document_number,
        "text": entry.text,
        "currency": entry.currency,
        "total": entry.total,
        "captured_by": entry.captured_by_id,
        "captured_at": entry.captured_at,
        "posted_by": posted_by,
        "posted_at": posted_at,
        "reverses": entry.reverses_id,
        "documents": [
            attached.document.sha256 for attached in entry.documents.all() if attached.attached_at <= posted_at
        ],
        "lines": [
            [
                line.position, line.account.number, line.debit, line.credit,
                line.tax_code.code if line.tax_code else "", line.tax_base, line.of_tax, line.cost_centre, line.text,
            ]
            for line in entry.lines.all()
        ],
    }  # fmt: skip


@dataclass(frozen=True)
class Broken:
    entry: int | None
    sentence: str


def verify_books():
    """Walk every chain and compare numbers and balances. Yields what does not fit, the first altered entry first."""
    with snapshot():
        yield from _chains()
        yield from _gaps()
        yield from _balances()


def _chains():
    chain, previous = None, ""
    posted = Entry.objects.posted().select_related("journal", "fiscal_year").prefetch_related(*FULL)
    for entry in posted.order_by("journal_id", "fiscal_year_id", "number").iterator(chunk_size=2_000):
        if (entry.journal_id, entry.fiscal_year_id) != chain:
            chain, previous = (entry.journal_id, entry.fiscal_year_id), ""
        facts = facts_of(entry, entry.number, entry.posted_by_id, entry.posted_at)
        if entry.previous_hash != previous or entry.hash != entry_hash(previous, facts):
            yield Broken(
                entry.pk, _("Entry {number} was altered after it was posted.").format(number=entry.full_number)
            )
        if sum(line.debit - line.credit for line in entry.lines.all()):
            yield Broken(entry.pk, _("Entry {number} is not balanced.").format(number=entry.full_number))
        previous = entry.hash


def _gaps():
    ranges = (
        Entry.objects.posted()
        .values("journal__code", "fiscal_year__start")
        .annotate(count=Count("id"), last=Max("number"))
    )
    for row in ranges.order_by("journal__code", "fiscal_year__start"):
        if row["count"] != row["last"]:
            yield Broken(
                None,
                _("Journal {journal} of {year} has a gap: {count} entries, last number {last}.").format(
                    journal=row["journal__code"],
                    year=row["fiscal_year__start"].year,
                    count=row["count"],
                    last=row["last"],
                ),
            )


def _balances():
    lines = Line.objects.filter(entry__state="posted").values_list("account_id", "entry__period_id", "account__number")
    true = {
        (account, period): (debit, credit, number)
        for account, period, number, debit, credit in lines.annotate(d=Sum("debit"), c=Sum("credit"))
    }
    kept = AccountBalance.objects.values_list("account_id", "period_id").annotate(d=Sum("debit"), c=Sum("credit"))
    for account, period, debit, credit in kept:
        wanted = true.pop((account, period), (0, 0, account))
        if (debit, credit) != wanted[:2]:
            yield Broken(None, _("The balance of account {account} differs from its lines.").format(account=wanted[2]))
    for _debit, _credit, number in true.values():
        yield Broken(None, _("The balance of account {account} is missing.").format(account=number))
