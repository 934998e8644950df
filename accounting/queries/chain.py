"""The legally relevant facts of an entry, and the walk over the chains."""

from dataclasses import dataclass
from itertools import islice

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Sum
from django.utils.translation import gettext as _

from foundation.records.database import snapshot

from ..calc.chain import entry_hash
from ..models import AccountBalance, Entry, Line

CHUNK = 2_000

# Written out, because a query that the ORM puts together takes longer to put together than to answer.
_LINES = """
SELECT l.entry_id, l.position, a.number, l.debit, l.credit, coalesce(t.code, ''), l.tax_base, l.of_tax, l.cost_centre,
  l.text
FROM accounting_line l JOIN accounting_account a ON a.id = l.account_id
LEFT JOIN accounting_taxcode t ON t.id = l.tax_code_id WHERE l.entry_id IN ({marks}) ORDER BY l.entry_id, l.position
"""
_DOCUMENTS = """
SELECT a.entry_id, d.sha256 FROM accounting_entrydocument a JOIN accounting_entry e ON e.id = a.entry_id
JOIN documents_document d ON d.id = a.document_id
WHERE a.entry_id IN ({marks}) AND a.attached_at <= coalesce(e.posted_at, %s) ORDER BY a.id
"""


@dataclass(frozen=True)
class Content:
    """What belongs to an entry: rows of its lines, and the digests of the documents attached until its posting."""

    lines: list
    documents: list

    @property
    def difference(self):
        return sum(debit - credit for _position, _account, debit, credit, *_rest in self.lines)


def contents_of(entries, posted_at=None):
    """Content by the key of the entry; of drafts as they are posted at that time."""
    keys = [entry.pk for entry in entries]
    found = {key: Content([], []) for key in keys}
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(_LINES.format(marks=marks), keys)  # nosemgrep: sql-takes-parameters - only %s is put in
        for key, *line in cursor.fetchall():
            found[key].lines.append(line)
        moment = connection.ops.adapt_datetimefield_value(posted_at)
        cursor.execute(_DOCUMENTS.format(marks=marks), [*keys, moment])  # nosemgrep: sql-takes-parameters - as above
        for key, digest in cursor.fetchall():
            found[key].documents.append(digest)
    return found


def content_of(lines):
    """Content of an entry that was captured just now, from its lines."""
    rows = [
        [
            line.position, line.account.number, line.debit, line.credit, line.tax_code.code if line.tax_code else "",
            line.tax_base, line.of_tax, line.cost_centre, line.text,
        ]
        for line in lines
    ]  # fmt: skip
    return Content(rows, [])


def facts_of(entry, content, number, posted_by, posted_at):
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
        "documents": content.documents,
        "lines": content.lines,
    }


@dataclass(frozen=True)
class Broken:
    entry: int | None
    sentence: str


def verify_books():
    """Walk every chain and compare numbers and balances. Yields what does not fit, the first altered entry first."""
    with snapshot():
        yield from _chains()
        yield from _gaps()
        yield from _days()
        yield from _balances()


def _chains():
    chain, previous = None, ""
    for entry, content in _posted():
        if (entry.journal_id, entry.fiscal_year_id) != chain:
            chain, previous = (entry.journal_id, entry.fiscal_year_id), ""
        facts = facts_of(entry, content, entry.number, entry.posted_by_id, entry.posted_at)
        if entry.previous_hash != previous or entry.hash != entry_hash(previous, facts):
            yield Broken(
                entry.pk, _("Entry {number} was altered after it was posted.").format(number=entry.full_number)
            )
        if content.difference:
            yield Broken(entry.pk, _("Entry {number} is not balanced.").format(number=entry.full_number))
        previous = entry.hash


def _posted():
    posted = Entry.objects.posted().select_related("journal", "fiscal_year")
    entries = posted.order_by("journal_id", "fiscal_year_id", "number").iterator(chunk_size=CHUNK)
    while chunk := list(islice(entries, CHUNK)):
        contents = contents_of(chunk)
        for entry in chunk:
            yield entry, contents[entry.pk]


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


def _days():
    elsewhere = Line.objects.filter(entry=OuterRef("pk")).exclude(posting_date=OuterRef("posting_date"))
    moved = Entry.objects.posted().filter(Exists(elsewhere)).select_related("journal", "fiscal_year")
    for entry in moved.order_by("pk"):
        yield Broken(entry.pk, _("Lines of entry {number} stand under another day.").format(number=entry.full_number))


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
