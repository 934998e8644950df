"""The ledger of one account: its lines in the order of days, and the balance after each."""

from itertools import accumulate, islice

from django.db import connection
from django.db.models import F, Sum, Value, Window

from ..models import AccountBalance, Line

ORDER = "posting_date"
_AMOUNT = F("debit") - F("credit")
_SHOWN = (
    "pk", "posting_date", "debit", "credit", "text", "entry_id", "entry__number", "entry__document_number",
    "entry__text", "entry__journal__code", "year", "running",
)  # fmt: skip

# The kept balances of the periods before the day, then the lines of its own period.
_BEFORE = """
SELECT CAST(coalesce(sum(amount), 0) AS bigint) FROM (
    SELECT b.debit - b.credit AS amount FROM accounting_accountbalance b JOIN accounting_period p ON p.id = b.period_id
    WHERE b.account_id = %(account)s AND p.fiscal_year_id = %(year)s AND p."end" < %(day)s
    UNION ALL
    SELECT l.debit - l.credit FROM accounting_line l JOIN accounting_entry e ON e.id = l.entry_id
    WHERE l.account_id = %(account)s AND e.state = 'posted' AND l.posting_date BETWEEN (
        SELECT start FROM accounting_period p WHERE p.fiscal_year_id = %(year)s AND %(day)s BETWEEN p.start AND p."end"
    ) AND %(day)s AND (l.posting_date < %(day)s OR l.id < %(line)s)
) AS earlier
"""


def account_lines(account, year):
    """The posted lines of an account in a fiscal year."""
    if year is None:
        return Line.objects.none()
    return Line.objects.filter(account=account, posting_date__range=(year.start, year.end), entry__state="posted")


def shown(lines, year, running=_AMOUNT):
    """Rows of what the ledger shows of lines; `running` is what each adds to the balance."""
    return lines.annotate(year=Value(str(year)), running=running).values_list(*_SHOWN, named=True)


def balance_before(account, year, line):
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, {"account": account.pk, "year": year.pk, "day": line.posting_date, "line": line.pk})
        return cursor.fetchone()[0]


def run(account, year, lines):
    """Rows that follow one another, each with the balance after it."""
    balance = balance_before(account, year, lines[0]) if lines else 0
    balances = accumulate((line.running for line in lines), initial=balance)
    return [line._replace(running=after) for line, after in zip(lines, islice(balances, 1, None), strict=True)]


def running(account, year, lines):
    """The same for a whole queryset, summed by the database."""
    first = lines.order_by(ORDER, "pk").first()
    before = balance_before(account, year, first) if first else 0
    return shown(lines, year, Value(before) + Window(Sum(_AMOUNT), order_by=[F(ORDER), F("pk")]))


def turnover(account, year):
    """Turnover and balance per period; opening balances stand in the first."""
    balance, rows = 0, []
    kept = AccountBalance.objects.filter(account=account, period__fiscal_year=year)
    for row in (
        kept.values("period_id", "period__start")
        .annotate(debit=Sum("debit"), credit=Sum("credit"))
        .order_by("period__number")
    ):
        balance += row["debit"] - row["credit"]
        rows.append({**row, "balance": balance})
    return rows
