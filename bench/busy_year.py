"""A year of books over a few hundred accounts, each of which moves in every month."""

from datetime import date

from accounting.actions.bulk import Draft, capture_many
from accounting.actions.posting import post_entries
from accounting.calc.lines import LineData
from accounting.models import Account

ACCOUNTS, LINES_OF_ENTRY, BANK = 300, 25, "1200"


def accounts_in_use(company):
    """Evenly picked from the chart."""
    chart = Account.objects.filter(company=company).valid(date(2026, 1, 1)).exclude(number=BANK)
    numbers = list(chart.values_list("number", flat=True))
    return numbers[:: len(numbers) // ACCOUNTS][:ACCOUNTS]


def post_year(books, accounts):
    """One line on each account in each month, paid from the bank."""
    for month in range(1, 13):
        drafts = [
            _draft(date(2026, month, 1 + start // LINES_OF_ENTRY), accounts[start : start + LINES_OF_ENTRY])
            for start in range(0, len(accounts), LINES_OF_ENTRY)
        ]
        captured = capture_many(by=books.first, company=books.company, drafts=drafts)
        post_entries([entry.pk for entry in captured], by=books.second)


def _draft(day, accounts):
    costs = [LineData(account, debit=10_00) for account in accounts]
    return Draft("BK", day, "Payments", (*costs, LineData(BANK, credit=10_00 * len(accounts))))
