"""`python -m bench.audit_cost`: a bulk insert of entries with the audit trail against the same without it.

The trigger of the audit is taken off the table between the rounds and put back; all other guards stay.
"""

from statistics import median

from django.db import connection

from accounting.models import Entry
from accounting.queries.books import period_on
from bench.scratch import DAY, clock, database
from foundation.records import guards
from foundation.records.actor import acting

ROUNDS, ROWS = 7, 2_000
TRIGGER = "guard_audit_accounting_entry_insert"


def main():
    with database() as books:
        period = period_on(books.company, DAY)
        rounds = [in_turn(books, period) for _round in range(ROUNDS)]
        audited, plain = (ROWS / median(spent[side][0] for spent in rounds) for side in ("audited", "plain"))
        cost = median(spent["audited"][0] / spent["plain"][0] for spent in rounds)
        print(f"{books.vendor:10} audited {audited:8.0f} rows/s  plain {plain:8.0f} rows/s  cost {cost:.2f} x")


def in_turn(books, period):
    spent = {}
    with clock(spent, "audited"):
        insert(books, period)
    without_audit()
    with clock(spent, "plain"):
        insert(books, period)
    guards.install(connection)
    return spent


def insert(books, period):
    with acting(books.first):
        Entry.objects.bulk_create(
            Entry(
                company=books.company, journal=books.journal, fiscal_year=period.fiscal_year, period=period,
                posting_date=DAY, document_date=DAY, text=f"Sale {number}", captured_by=books.first,
            )
            for number in range(ROWS)
        )  # fmt: skip


def without_audit():
    table = " ON accounting_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{TRIGGER}"{table}')


if __name__ == "__main__":
    main()
