from dataclasses import dataclass
from datetime import date

from django.db.models import F, Sum

from foundation.lib.dates import months_back

from ..choices import AccountKind
from ..models import AccountBalance

MONTHS = 12


@dataclass(frozen=True)
class Result:
    """What a month, or several, brought and cost, in cents."""

    start: date
    income: int
    expenses: int

    @property
    def result(self):
        return self.income - self.expenses


def results_by_month(company, on):
    """The last twelve months up to that of the day. Reads the balances kept at posting, never the lines."""
    starts = months_back(on, MONTHS)
    moved = (
        AccountBalance.objects.filter(
            account__company=company,
            account__kind__in=(AccountKind.INCOME, AccountKind.EXPENSE),
            period__fiscal_year__company=company,
            period__start__range=(starts[0], on),
            opening=False,
        )
        .values_list("period__start", "account__kind")
        .annotate(sum=Sum(F("credit") - F("debit")))
        .order_by()
    )
    sums = {(start.replace(day=1), kind): amount for start, kind, amount in moved}
    return [
        Result(start, sums.get((start, AccountKind.INCOME), 0), -sums.get((start, AccountKind.EXPENSE), 0))
        for start in starts
    ]


def together(months):
    return Result(months[0].start, sum(month.income for month in months), sum(month.expenses for month in months))
