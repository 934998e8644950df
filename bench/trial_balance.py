"""`python -m bench.trial_balance`: reading the books against the same bare SQL, with N lines and with 10 N.

A few hundred accounts move in each of twelve months. Both sides in turn, over one connection; printed are the medians
of the rounds. The bare side fetches the same rows, but as tuples, without a page and without the balance after each.
Of the ledger of the bank account, which moves in every entry, two pages of 50 lines are read: the first, and one in the
middle of the year.
"""

import time
from statistics import median

from django.db import connection

from accounting.models import Account
from accounting.queries.balances import trial_balance
from accounting.queries.books import current_year
from accounting.queries.ledger import ORDER, account_lines, run, shown
from bench.busy_year import BANK, accounts_in_use, post_year
from bench.scratch import DAY, database
from foundation.screens.paging import page_of

ROUNDS, TIMES, YEARS = 9, 5, (1, 10)
BALANCES = """
SELECT a.number, a.name, a.kind, s.* FROM (
    SELECT b.account_id, sum(CASE WHEN b.opening THEN b.debit - b.credit ELSE 0 END),
        sum(CASE WHEN NOT b.opening AND p.number >= 1 THEN b.debit ELSE 0 END),
        sum(CASE WHEN NOT b.opening AND p.number >= 1 THEN b.credit ELSE 0 END),
        sum(CASE WHEN NOT b.opening THEN b.debit - b.credit ELSE 0 END)
    FROM accounting_accountbalance b JOIN accounting_period p ON p.id = b.period_id
    WHERE p.fiscal_year_id = %s AND p.number <= 12 GROUP BY b.account_id
) s JOIN accounting_account a ON a.id = s.account_id ORDER BY a.number"""
LEDGER = """
SELECT l.id, l.posting_date, l.debit, l.credit, l.text, e.id, e.number, e.document_number, e.text, j.code
FROM accounting_line l JOIN accounting_entry e ON e.id = l.entry_id JOIN accounting_journal j ON j.id = e.journal_id
WHERE l.account_id = %s AND e.state = 'posted' AND l.posting_date BETWEEN %s AND %s
AND (l.posting_date > %s OR l.id > %s) ORDER BY l.posting_date, l.id LIMIT 51"""


def main():
    with database() as books:
        year, accounts, posted = current_year(books.company, DAY), accounts_in_use(books.company), 0
        bank = Account.objects.get(company=books.company, number=BANK)
        for wanted in YEARS:
            for _each in range(wanted - posted):
                post_year(books, accounts)
            posted = wanted
            report(books, "trial balance", lambda: trial_balance(year), lambda: fetch(BALANCES, year.pk))
            report_page(books, "first page", bank, year, year.start, 0, "")
            report_page(books, "middle page", bank, year, *middle(bank, year))


def report_page(books, name, account, year, day, line, cursor):
    report(
        books,
        name,
        lambda: ledger_page(account, year, cursor),
        lambda: fetch(LEDGER, account.pk, day, year.end, day, line),
    )


def ledger_page(account, year, cursor):
    return run(account, year, page_of(shown(account_lines(account, year), year), order=ORDER, after=cursor).objects)


def middle(account, year):
    """(day, line, cursor) where the page begins that lies in the middle of the year."""
    read, page = 0, page_of(shown(account_lines(account, year), year), order=ORDER)
    half = account_lines(account, year).count() // 2
    while (read := read + len(page.objects)) < half:
        page = page_of(shown(account_lines(account, year), year), order=ORDER, after=page.after)
    last = page.objects[-1]
    return last.posting_date, last.pk, page.after


def report(books, name, service, bare):
    rounds = [(timed(service), timed(bare)) for _each in range(ROUNDS)]
    ours, plain = (median(side) for side in zip(*rounds, strict=True))
    ratio = median(ours / plain for ours, plain in rounds)
    print(f"{books.vendor:10} {lines():6} lines  {name:13} {ours:6.2f} ms  bare SQL {plain:6.2f} ms  {ratio:4.1f} x")


def timed(call):
    """Milliseconds of one call, of a few in a row."""
    start = time.perf_counter()
    for _each in range(TIMES):
        call()
    return (time.perf_counter() - start) / TIMES * 1000


def fetch(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def lines():
    return fetch("SELECT count(*) FROM accounting_line")[0][0]


if __name__ == "__main__":
    main()
