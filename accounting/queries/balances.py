from dataclasses import dataclass

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from ..models import Account, AccountBalance


@dataclass(frozen=True)
class TrialRow:
    """An account in a trial balance, in cents. `opening` and `balance` are debit minus credit."""

    account: Account
    opening: int
    debit: int
    credit: int
    carried_debit: int
    carried_credit: int

    @property
    def balance(self):
        return self.opening + self.carried_debit - self.carried_credit


@dataclass(frozen=True)
class Totals:
    opening: int
    debit: int
    credit: int
    balance: int


def trial_balance(company, fiscal_year, first=1, last=12):
    """Sums and balances per account for the periods first..last; `carried_…` is since the start of the year.

    Costs as much as there are accounts in use: it reads the balances kept at posting, never the lines.
    """

    def total(column, **where):
        return Coalesce(Sum(column, filter=Q(**where)), 0)

    span = {"opening": False, "period__number__gte": first, "period__number__lte": last}
    until = {"opening": False, "period__number__lte": last}
    sums = (
        AccountBalance.objects.filter(period__fiscal_year=fiscal_year, account__company=company)
        .values("account_id")
        .annotate(
            opened_debit=total("debit", opening=True),
            opened_credit=total("credit", opening=True),
            span_debit=total("debit", **span),
            span_credit=total("credit", **span),
            until_debit=total("debit", **until),
            until_credit=total("credit", **until),
        )
        .order_by("account__number")
    )
    accounts = Account.objects.in_bulk([row["account_id"] for row in sums])
    return [
        TrialRow(
            accounts[row["account_id"]],
            row["opened_debit"] - row["opened_credit"],
            row["span_debit"],
            row["span_credit"],
            row["until_debit"],
            row["until_credit"],
        )
        for row in sums
    ]


def totals(rows):
    return Totals(
        sum(row.opening for row in rows),
        sum(row.debit for row in rows),
        sum(row.credit for row in rows),
        sum(row.balance for row in rows),
    )
