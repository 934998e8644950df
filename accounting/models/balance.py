from django.db import models

from .account import Account
from .books import Period
from .scope import BooksQuerySet


class BalanceQuerySet(BooksQuerySet):
    company_path = "account__company"


class AccountBalance(models.Model):
    """Turnover of an account in a period, kept by trigger at posting, so that a trial balance costs O(accounts)."""

    audit_exempt = "derived from posted lines; verify_books compares"

    account = models.ForeignKey(Account, models.PROTECT, related_name="balances")
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    opening = models.BooleanField()
    debit = models.BigIntegerField(default=0)
    credit = models.BigIntegerField(default=0)

    objects = BalanceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "period", "opening"], name="balance_once")]

    def __str__(self):
        return f"{self.account_id} {self.period_id}: {self.debit - self.credit}"
