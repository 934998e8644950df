"""The ledger of one account: its lines in the order of days, and the balance after each."""

from django.db.models import F, Q, Sum, Value, Window

from ..models import AccountBalance, Line

ORDER = "entry__posting_date"
_AMOUNT = F("debit") - F("credit")
_SHOWN = (
    "account_id", "debit", "credit", "text", "entry__posting_date", "entry__number", "entry__document_number",
    "entry__text", "entry__journal__code", "entry__fiscal_year__start", "entry__fiscal_year__end",
    "entry__period__number",
)  # fmt: skip


def account_lines(account, year):
    """The posted lines of an account in a fiscal year."""
    lines = Line.objects.filter(account=account, entry__state="posted", entry__fiscal_year=year)
    return lines.select_related("entry__journal", "entry__fiscal_year", "entry__period").only(*_SHOWN)


def balance_before(line):
    """Of its account in its year: the kept balances of the periods before, then the lines of its own period."""
    entry, account = line.entry, line.account_id
    day = Q(entry__posting_date__lt=entry.posting_date) | Q(entry__posting_date=entry.posting_date, pk__lt=line.pk)
    kept = AccountBalance.objects.filter(
        account=account, period__fiscal_year=entry.fiscal_year_id, period__number__lt=entry.period.number
    )
    earlier = Line.objects.filter(day, account=account, entry__state="posted", entry__period=entry.period_id)
    return sum(rows.aggregate(sum=Sum(_AMOUNT))["sum"] or 0 for rows in (kept, earlier))


def run(lines):
    """Gives each of a page's lines its `running` balance; they follow one another."""
    running = balance_before(lines[0]) if lines else 0
    for line in lines:
        running += line.amount
        line.running = running
    return lines


def running(lines):
    """The same for a whole queryset, summed by the database."""
    first = lines.order_by(ORDER, "pk").first()
    before = balance_before(first) if first else 0
    return lines.annotate(running=Value(before) + Window(Sum(_AMOUNT), order_by=[F(ORDER), F("pk")]))


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
