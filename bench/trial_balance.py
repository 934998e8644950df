"""`python -m bench.trial_balance`: the trial balance against the bare query over the balances, with N and 10 N lines."""

import time

from bench.scratch import DAY, database

LINES, TIMES = 1_500, 30
RAW = """SELECT b.account_id, sum(b.debit), sum(b.credit) FROM accounting_accountbalance b
JOIN accounting_period p ON p.id = b.period_id WHERE p.fiscal_year_id = %s GROUP BY b.account_id"""


def main():
    with database() as books:
        from django.db import connection

        from accounting.queries.balances import trial_balance
        from accounting.queries.books import current_year
        from bench.posting_rounds import post_batch

        year, cursor = current_year(books.company, DAY), connection.cursor()
        lines = 0
        for wanted in (LINES, 10 * LINES):
            while lines < wanted:
                lines += 3 * len(post_batch(books, 500, DAY))
            service = best(lambda: trial_balance(books.company, year))
            raw = best(lambda: (cursor.execute(RAW, [year.pk]), cursor.fetchall()))
            print(f"{books.vendor:10} {lines:6} lines  trial balance {service:6.2f} ms  raw query {raw:6.2f} ms")


def best(call):
    """Milliseconds of the fastest of many calls."""
    return min(_timed(call) for _each in range(TIMES)) * 1000


def _timed(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
