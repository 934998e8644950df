"""The chain over the audit trail. A seal covers the events of finished transactions since the seal before it.

A leaf is kept for every event, so that a check can name the very event that was changed, deleted or slipped in.
"""

from dataclasses import dataclass

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.lib import ranges
from foundation.lib.canonical import sha256_hex

from .actor import acting
from .database import snapshot
from .erasure import erased_events
from .models import AuditEvent, AuditSeal

LEAF = 16
CHUNK = 5_000
_MOMENT = {
    "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    "sqlite": "at",
}
_ROW = (
    "SELECT id, {moment}, operation, verb, table_name, row_key, person_id, actor, session, request, reason, digest,"
    " salt, before, after FROM records_auditevent LEFT JOIN records_auditpayload ON event_id = id WHERE {where} ORDER BY id"
)


@dataclass(frozen=True)
class Break:
    """What is wrong, and with which event (None: with the seal itself)."""

    seal: int
    event: int | None
    sentence: str


def seal():
    """Seal what is finished and not sealed yet. Returns the new seal, or None when nothing is new."""
    with acting("system:seal"):
        _one_at_a_time()
        last = AuditSeal.objects.order_by("-id").first()
        horizon = _horizon()
        rows = list(_events(*_unsealed(last, horizon)))
        if not rows:
            return None
        ids = [row[0] for row in rows]
        leaves = "".join(_leaf(row) for row in rows)
        previous = last.hash if last else ""
        covered = ranges.written(ids)
        return AuditSeal.objects.create(
            at=timezone.now(),
            next_transaction=horizon,
            last_event=ids[-1],
            ranges=covered,
            leaves=leaves,
            count=len(ids),
            previous=previous,
            hash=_hash(previous, covered, leaves),
        )


def last_seal():
    return AuditSeal.objects.order_by("-id").first()


def has_unsealed():
    last = last_seal()
    return AuditEvent.objects.filter(pk__gt=last.last_event if last else 0).exists()


def verify(on_seal=lambda number, count: None):
    """Walk the whole chain; yields a Break for each event or seal that is not as it was sealed.

    `on_seal` hears how far the walk has come.
    """
    with snapshot():
        previous, sealed_until, erased = "", 0, erased_events()
        count = AuditSeal.objects.count()
        for number, link in enumerate(AuditSeal.objects.order_by("id").iterator(chunk_size=50), 1):
            on_seal(number, count)
            if link.previous != previous or link.hash != _hash(previous, link.ranges, link.leaves):
                yield Break(link.pk, None, _("Seal {seal} does not fit the one before it.").format(seal=link.pk))
            yield from _verify_link(link, erased)
            previous, sealed_until = link.hash, max(sealed_until, link.last_event)
        yield from _slipped_in(sealed_until)
        yield from _verify_unsealed(sealed_until, erased)


def _verify_link(link, erased):
    expected = dict(zip(ranges.numbers_in(link.ranges), _cut(link.leaves), strict=False))
    low, high = min(expected), max(expected)
    for row in _events("id BETWEEN %s AND %s", [low, high]):
        leaf = expected.pop(row[0], None)
        if leaf is not None and leaf != _leaf(row):
            yield Break(link.pk, row[0], _("Event {event} was changed after it was sealed.").format(event=row[0]))
        elif not _payload_fits(row, erased):
            yield Break(link.pk, row[0], _("The payload of event {event} was changed or deleted.").format(event=row[0]))
    for event in expected:
        yield Break(link.pk, event, _("Event {event} was deleted.").format(event=event))


def _slipped_in(sealed_until):
    """Events among the sealed ones that no seal knows, and that belong to no transaction still to be sealed."""
    known = set()
    for covered in AuditSeal.objects.order_by("id").values_list("ranges", flat=True).iterator():
        known.update(ranges.numbers_in(covered))
    last = last_seal()
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT id FROM records_auditevent WHERE id <= %s AND "transaction" < %s ORDER BY id',
            [sealed_until, last.next_transaction if last else 0],
        )
        while rows := cursor.fetchmany(CHUNK):
            for (event,) in rows:
                if event not in known:
                    yield Break(
                        last.pk, event, _("Event {event} was slipped in among sealed ones.").format(event=event)
                    )


def _verify_unsealed(sealed_until, erased):
    for row in _events("id > %s", [sealed_until]):
        if not _payload_fits(row, erased):
            yield Break(0, row[0], _("The payload of event {event} was changed or deleted.").format(event=row[0]))


def _one_at_a_time():
    """SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('records.seal'))")


# What runs in another database of the same server writes nothing here. Which one a transaction is in tells the lock that
# it holds on itself; where nothing tells, it counts as one of ours.
_FIRST_OPEN = """
WITH now AS MATERIALIZED (SELECT pg_current_snapshot() AS snapshot)
SELECT least(
  pg_snapshot_xmax(snapshot)::text::bigint,
  pg_current_xact_id_if_assigned()::text::bigint,
  (SELECT min(open::text::bigint) FROM pg_snapshot_xip(snapshot) open WHERE NOT EXISTS (
    SELECT 1 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted AND l.transactionid = open::xid
      AND a.datid <> (SELECT oid FROM pg_database WHERE datname = current_database()))))
FROM now"""


def _horizon():
    """The first transaction that may still be open: events before it are complete."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FIRST_OPEN)
        else:
            cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM records_auditevent")
        return cursor.fetchone()[0]


def _unsealed(last, horizon):
    if last is None:
        return '"transaction" < %s', [horizon]
    if horizon < last.next_transaction:  # restored into a cluster that counts from the start: nothing is open
        return "id > %s", [last.last_event]
    return '"transaction" >= %s AND "transaction" < %s', [last.next_transaction, horizon]


def _events(where, parameters):
    with connection.cursor() as cursor:
        cursor.execute(_ROW.format(moment=_MOMENT[connection.vendor], where=where), parameters)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


def _leaf(row):
    return sha256_hex("\x1f".join("" if value is None else str(value) for value in row[:12]))[:LEAF]


def _payload_fits(row, erased):
    digest, salt, before, after = row[11:]
    return row[0] in erased if salt is None else digest == sha256_hex(salt + before + after)


def _hash(previous, covered, leaves):
    return sha256_hex(f"{previous}\x1f{covered}\x1f{leaves}")


def _cut(leaves):
    return [leaves[i : i + LEAF] for i in range(0, len(leaves), LEAF)]
