"""`python -m bench.audit_cost`: a bulk insert of entries with the audit trail against the same without it.

The triggers of the audit are taken off the table between the rounds and put back; all other guards stay.
"""

from bench.scratch import DAY, clock, database

ROUNDS, ROWS = 5, 2_000


def main():
    with database() as books:
        from django.db import connection

        from accounting.queries.books import period_on
        from bench.audit_rounds import insert, without_audit
        from foundation.records import guards

        period, spent = period_on(books.company, DAY), {}
        for _round in range(ROUNDS):
            with clock(spent, "audited"):
                insert(books, period, DAY, ROWS)
            without_audit()
            with clock(spent, "plain"):
                insert(books, period, DAY, ROWS)
            guards.install(connection)
        audited, plain = (ROUNDS * ROWS / spent[name] for name in ("audited", "plain"))
        print(
            f"{books.vendor:10} audited {audited:8.0f} rows/s  plain {plain:8.0f} rows/s  cost {plain / audited:.2f} x"
        )


if __name__ == "__main__":
    main()
