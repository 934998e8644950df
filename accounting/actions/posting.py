"""Festschreibung: drafts become entries for ever. § 146 Abs. 4 AO, § 239 Abs. 3 HGB."""

from itertools import groupby

from django.db import connection
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib import faults
from foundation.lib.errors import BusinessError, Conflict
from foundation.records import guards, numbers
from foundation.records.actor import acting
from foundation.records.audit import happened_many
from foundation.records.database import retrying

from ..calc.chain import VERSION, entry_hash
from ..choices import EntryState, PeriodState
from ..queries.chain import content_of, contents_of, facts_of
from ..queries.drafts import locked
from ..rules import needs_four_eyes
from .bank_lines import open_reversed
from .entries import write_draft

_HASH_OF = "SELECT hash FROM accounting_entry WHERE journal_id = %s AND fiscal_year_id = %s AND number = %s"
_SET = (
    "UPDATE accounting_entry SET state = 'posted', number = {number}, previous_hash = {previous}, hash = {hash},"
    f" posted_by_id = {{by}}, posted_at = {{at}}, hash_version = {VERSION}"
)
_SET_MANY = _SET.format(number="new.number", previous="new.previous", hash="new.hash", by="new.by", at="new.at")
_SET_MANY += " FROM (VALUES {rows}) AS new (number, previous, hash, by, at, id) WHERE accounting_entry.id = new.id"
_SET_EACH = _SET.format(number="%s", previous="%s", hash="%s", by="%s", at="%s") + " WHERE id = %s"


def post_entries(ids, *, by):
    """Post drafts, all of them or none. Returns them with their numbers, in the order of their dates."""
    return retrying(lambda: _post(ids, by))


def capture_and_post(*, by, **facts):
    """A draft and its posting in one transaction, for whoever may post it at once: both happen or neither."""
    return retrying(lambda: _capture_and_post(by, facts))


def _capture_and_post(by, facts):
    with acting(by), guards.speaking():
        entry, lines = write_draft(by=by, **facts)
        _post_drafts([entry], {entry.pk: content_of(lines)}, by, timezone.now())
        return entry


def _post(ids, by):
    with acting(by), guards.speaking():
        drafts = _drafts(ids)
        posted_at = timezone.now()
        _post_drafts(drafts, contents_of(drafts, posted_at), by, posted_at)
        return drafts


def _post_drafts(drafts, contents, by, posted_at):
    for entry in drafts:
        _check(entry, contents[entry.pk], by)
    faults.point("accounting.before_numbers")
    for chain, entries in groupby(drafts, key=lambda entry: (entry.journal_id, entry.fiscal_year_id)):
        _post_chain(chain, list(entries), contents, by, posted_at)
        faults.point("accounting.after_chain")
    open_reversed(drafts)


def _drafts(ids):
    drafts = locked(set(ids))
    if len(drafts) != len(set(ids)):
        raise Conflict("ledger.gone", _("One of these drafts is not there any more."))
    prefetch_related_objects([entry for entry in drafts if needs_four_eyes(entry)], "editors")
    return drafts


def _check(entry, content, by):
    """The same questions that the database asks, answered with a sentence that names the entry."""
    if entry.is_posted:
        raise Conflict("ledger.posted_meanwhile", _("“{text}” was posted meanwhile.").format(text=entry.text))
    check(by, "accounting.entry:post", entry)
    if len(content.lines) < 2:
        raise BusinessError("ledger.two_lines", _("“{text}” has fewer than two lines.").format(text=entry.text))
    if content.difference:
        raise BusinessError("ledger.unbalanced", _("“{text}”: debit and credit are not equal.").format(text=entry.text))
    if entry.period.state != PeriodState.OPEN:
        raise BusinessError(
            "ledger.period_closed",
            _("“{text}”: the period {period} is locked.").format(text=entry.text, period=entry.period),
        )


def _post_chain(chain, entries, contents, by, posted_at):
    """Numbers are taken last, and hold the range until the end: the hash needs the entry before."""
    first = numbers.take("entry:{}:{}".format(*chain), len(entries))
    before = _hash_of(chain, first - 1)
    for number, entry in enumerate(entries, first):
        facts = facts_of(entry, contents[entry.pk], number, by.pk, posted_at)
        entry.state, entry.number, entry.posted_by, entry.posted_at = EntryState.POSTED, number, by, posted_at
        entry.previous_hash, entry.hash, entry.hash_version = before, entry_hash(before, facts), VERSION
        before = entry.hash
    _write(entries)
    happened_many("accounting.entry.posted", [(entry, {"number": entry.full_number}) for entry in entries])


def _hash_of(chain, number):
    with connection.cursor() as cursor:
        cursor.execute(_HASH_OF, [*chain, number])
        return (cursor.fetchone() or [""])[0]


def _write(entries):
    """At once where the guards ask at the end of the statement; otherwise in the order of the numbers."""
    at = connection.ops.adapt_datetimefield_value(entries[0].posted_at)
    rows = [(entry.number, entry.previous_hash, entry.hash, entry.posted_by_id, at, entry.pk) for entry in entries]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_SET_MANY.format(rows=", ".join(["%s"] * len(rows))), rows)
        else:
            cursor.executemany(_SET_EACH, rows)
