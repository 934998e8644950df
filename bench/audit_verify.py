"""`python -m bench.audit_verify`: the walk over 100,000 sealed events of the audit trail, beside reading them bare and
hashing each once.

The events are bookings; every 1,000 are sealed, as a busy minute would be.
"""

from hashlib import sha256
from statistics import median

from django.db import connection

from accounting.models import Entry
from accounting.queries.books import period_on
from bench.scratch import DAY, clock, database
from foundation.records import seals
from foundation.records.actor import acting

EVENTS, AT_ONCE, ROUNDS, AIM = 100_000, 1_000, 5, 2.0
BARE = """SELECT e.id, e.at, e.operation, e.verb, e.table_name, e.row_key, e.person_id, e.actor, e.session, e.request, e.reason,
e.digest, p.salt, p.before, p.after FROM records_auditevent e LEFT JOIN records_auditpayload p ON p.event_id = e.id
ORDER BY e.id"""


def main():
    with database() as books:
        seals.seal()
        period = period_on(books.company, DAY)
        for _batch in range(EVENTS // AT_ONCE):
            book(books, period)
            seals.seal()
        rounds = [in_turn() for _round in range(ROUNDS)]
        verified, bare = (median(spent[side][0] for spent in rounds) for side in ("verified", "bare"))
        ratio = median(spent["verified"][0] / spent["bare"][0] for spent in rounds)
        print(f"{books.vendor:10} {EVENTS:,} events verified in {verified:.2f} s of {AIM} s, "
              f"read and hashed bare in {bare:.2f} s, {ratio:.1f} x")  # fmt: skip


def book(books, period):
    with acting(books.first):
        Entry.objects.bulk_create(
            Entry(
                company=books.company, journal=books.journal, fiscal_year=period.fiscal_year, period=period,
                posting_date=DAY, document_date=DAY, text=f"Sale {number}", captured_by=books.first,
            )
            for number in range(AT_ONCE)
        )  # fmt: skip


def in_turn():
    spent = {}
    with clock(spent, "verified"):
        assert not list(seals.verify())
    with clock(spent, "bare"), connection.cursor() as cursor:
        cursor.execute(BARE)
        for row in cursor:
            sha256(repr(row).encode()).hexdigest()
    return spent


if __name__ == "__main__":
    main()
