"""Festschreibung: drafts become entries for ever. § 146 Abs. 4 AO, § 239 Abs. 3 HGB."""

from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib import faults
from foundation.lib.errors import BusinessError, Conflict
from foundation.records import guards, numbers
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.database import retrying

from ..calc.chain import VERSION, entry_hash
from ..choices import PeriodState
from ..models import Entry
from ..queries.chain import FULL, facts_of


def post_entries(ids, *, by):
    """Post drafts, all of them or none. Returns them with their numbers, in the order of their dates."""
    return retrying(lambda: _post(ids, by))


def _post(ids, by):
    with acting(by), guards.speaking():
        drafts = _drafts(ids)
        for entry in drafts:
            _check(entry, by)
        faults.point("accounting.before_numbers")
        posted_at = timezone.now()
        for chain, entries in groupby(drafts, key=lambda entry: (entry.journal_id, entry.fiscal_year_id)):
            _post_chain(chain, list(entries), by, posted_at)
            faults.point("accounting.after_chain")
        return drafts


def _drafts(ids):
    drafts = list(
        Entry.objects.select_for_update(of=("self",))
        .filter(pk__in=ids)
        .select_related("company__ledger", "journal", "fiscal_year", "period")
        .prefetch_related("editors", *FULL)
        .order_by("journal_id", "fiscal_year_id", "posting_date", "pk")
    )
    if len(drafts) != len(set(ids)):
        raise Conflict("ledger.gone", _("One of these drafts is not there any more."))
    return drafts


def _check(entry, by):
    """The same questions that the database asks, answered with a sentence that names the entry."""
    if entry.is_posted:
        raise Conflict("ledger.posted_meanwhile", _("“{text}” was posted meanwhile.").format(text=entry.text))
    check(by, "accounting.entry:post", entry)
    lines = entry.lines.all()
    if len(lines) < 2:
        raise BusinessError("ledger.two_lines", _("“{text}” has fewer than two lines.").format(text=entry.text))
    if sum(line.debit - line.credit for line in lines):
        raise BusinessError("ledger.unbalanced", _("“{text}”: debit and credit are not equal.").format(text=entry.text))
    if entry.period.state != PeriodState.OPEN:
        raise BusinessError(
            "ledger.period_closed",
            _("“{text}”: the period {period} is locked.").format(text=entry.text, period=entry.period),
        )


def _post_chain(chain, entries, by, posted_at):
    """Numbers are taken last, and hold the range until the end: the hash needs the entry before."""
    first = numbers.take("entry:{}:{}".format(*chain), len(entries))
    previous = Entry.objects.filter(journal_id=chain[0], fiscal_year_id=chain[1], number=first - 1).values_list(
        "hash", flat=True
    )
    before = previous.first() or ""
    for number, entry in enumerate(entries, first):
        facts = facts_of(entry, number, by.pk, posted_at)
        hashed = entry_hash(before, facts)
        _set_posted(entry, number=number, by=by, at=posted_at, before=before, hashed=hashed)
        happened("accounting.entry.posted", subject=entry, number=entry.full_number)
        before = hashed


def _set_posted(entry, *, number, by, at, before, hashed):
    changed = Entry.objects.filter(pk=entry.pk, state="draft").update(
        state="posted",
        number=number,
        posted_by=by,
        posted_at=at,
        previous_hash=before,
        hash=hashed,
        hash_version=VERSION,
    )
    if not changed:
        raise Conflict("ledger.posted_meanwhile", _("“{text}” was posted meanwhile.").format(text=entry.text))
    entry.state, entry.number, entry.posted_by, entry.posted_at = "posted", number, by, at
    entry.previous_hash, entry.hash = before, hashed
