from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryState(models.TextChoices):
    DRAFT = "draft", _("draft")
    POSTED = "posted", _("posted")


class PeriodState(models.TextChoices):
    OPEN = "open", _("open")
    SOFT_LOCKED = "soft", _("locked for now")
    LOCKED = "locked", _("locked for ever")


class AccountKind(models.TextChoices):
    ASSET = "asset", _("asset")
    LIABILITY = "liability", _("liability")
    EQUITY = "equity", _("equity")
    INCOME = "income", _("income")
    EXPENSE = "expense", _("expense")
    MEMO = "memo", _("statistical")


HEADS = {
    AccountKind.ASSET: _("Assets"),
    AccountKind.LIABILITY: _("Liabilities"),
    AccountKind.EQUITY: _("Equity"),
    AccountKind.INCOME: _("Income"),
    AccountKind.EXPENSE: _("Expenses"),
    AccountKind.MEMO: _("Statistical accounts"),
}


class JournalKind(models.TextChoices):
    SALES = "sales", _("sales")
    PURCHASE = "purchase", _("purchases")
    BANK = "bank", _("bank")
    CASH = "cash", _("cash")
    GENERAL = "general", _("general")
    OPENING = "opening", _("opening balances")


class TaxKind(models.TextChoices):
    OUTPUT = "output", _("output tax")
    INPUT = "input", _("input tax")
    IC_SUPPLY = "ic_supply", _("intra-community supply")
    IC_ACQUISITION = "ic_acquisition", _("intra-community acquisition")
    REVERSE_CHARGE = "reverse_charge", _("reverse charge")
    EXPORT = "export", _("export")
    EXEMPT = "exempt", _("exempt")


class Every(models.TextChoices):
    MONTH = "month", _("every month")
    QUARTER = "quarter", _("every quarter")
    YEAR = "year", _("every year")


class Shift(models.TextChoices):
    """Where it is booked when its day is no working day."""

    NEXT = "next", _("the next working day")
    PREVIOUS = "previous", _("the working day before")
    NONE = "none", _("the same day all the same")


class OccurrenceState(models.TextChoices):
    DUE = "due", _("not written yet")
    WRITTEN = "written", _("written")
    LEFT_OUT = "left", _("left out")


class BankLineState(models.TextChoices):
    OPEN = "open", _("open")
    BOOKED = "booked", _("booked")
    IGNORED = "ignored", _("ignored")


class PaymentState(models.TextChoices):
    ORDERED = "ordered", _("waits for release")
    RELEASED = "released", _("released")
    STOPPED = "stopped", _("stopped")


PAYMENT_MOVES = {  # {event: {state before: state after}}
    "release": {PaymentState.ORDERED: PaymentState.RELEASED},
    "stop": {PaymentState.ORDERED: PaymentState.STOPPED, PaymentState.RELEASED: PaymentState.STOPPED},
}
