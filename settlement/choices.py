from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from risk.choices import Product

FOREIGN_EXCHANGE = {Product.FX_SPOT, Product.FX_FORWARD}
OF_GOODS = {Product.COMMODITY, Product.GOODS_CONTRACT}
OF_ADVISORS = {Product.GOODS_CONTRACT, Product.BROKERED}


class Direction(models.TextChoices):
    BUY = "buy", _("buy")
    SELL = "sell", _("sell")


BORROWED_OR_LENT = {Direction.BUY: _("borrow"), Direction.SELL: _("lend")}  # in the money market


class PriceBasis(models.TextChoices):
    RATE = "rate", _("counter currency for one unit")
    PER_YEAR = "per_year", _("percent a year")
    PER_UNIT = "per_unit", _("for one unit of the good")
    COMMISSION = "commission", _("percent commission")


PRICE_BASIS = {
    Product.FX_SPOT: PriceBasis.RATE,
    Product.FX_FORWARD: PriceBasis.RATE,
    Product.MONEY_MARKET: PriceBasis.PER_YEAR,
    Product.COMMODITY: PriceBasis.PER_UNIT,
    Product.GOODS_CONTRACT: PriceBasis.PER_UNIT,
    Product.BROKERED: PriceBasis.COMMISSION,
}


class Currency(models.TextChoices):
    """Those with a hundredth part: amounts are kept in it."""

    EUR = "EUR", "EUR"
    USD = "USD", "USD"
    GBP = "GBP", "GBP"
    CHF = "CHF", "CHF"
    DKK = "DKK", "DKK"
    NOK = "NOK", "NOK"
    SEK = "SEK", "SEK"
    PLN = "PLN", "PLN"
    CZK = "CZK", "CZK"


class Channel(models.TextChoices):
    PHONE = "phone", _("telephone")
    MAIL = "mail", _("e-mail")
    PLATFORM = "platform", _("platform")
    MEETING = "meeting", _("meeting")


class Place(models.TextChoices):
    OFFICE = "office", _("office")
    HOME = "home", _("at home")
    OTHER = "other", _("elsewhere")


class DealState(models.TextChoices):
    BLOCKED = "blocked", _("blocked")
    CAPTURED = "captured", pgettext_lazy("deal", "captured")
    CONFIRMED = "confirmed", _("confirmed")
    MATCHED = "matched", _("matched")
    SETTLED = "settled", _("settled")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class DealEvent(models.TextChoices):
    UNBLOCK = "unblock", _("lift the block")
    REFUSE = "refuse", _("refuse")
    EDIT = "edit", _("edit")
    BLOCK = "block", _("block")
    CONFIRM = "confirm", _("confirm")
    MISMATCH = "mismatch", _("find a discrepancy")
    MATCH = "match", _("match")
    SETTLE = "settle", _("settle")
    CLOSE = "close", _("close")
    CANCEL = "cancel", _("cancel")


# What may happen to a deal: {event: {state before: state after}}. What does not stand here is refused, by the actions
# and by the database. Only risk control lifts a block or refuses; `block` follows an edit that breaks a limit.
TRANSITIONS = {
    DealEvent.UNBLOCK: {DealState.BLOCKED: DealState.CAPTURED},
    DealEvent.REFUSE: {DealState.BLOCKED: DealState.CANCELLED},
    DealEvent.EDIT: {DealState.CAPTURED: DealState.CAPTURED},
    DealEvent.BLOCK: {DealState.CAPTURED: DealState.BLOCKED},
    DealEvent.CONFIRM: {DealState.CAPTURED: DealState.CONFIRMED},
    DealEvent.MISMATCH: {DealState.CONFIRMED: DealState.CONFIRMED},
    DealEvent.MATCH: {DealState.CONFIRMED: DealState.MATCHED},
    DealEvent.SETTLE: {DealState.MATCHED: DealState.SETTLED},
    DealEvent.CLOSE: {DealState.SETTLED: DealState.CLOSED},
    DealEvent.CANCEL: {
        DealState.CAPTURED: DealState.CANCELLED,
        DealState.CONFIRMED: DealState.CANCELLED,
        DealState.MATCHED: DealState.CANCELLED,
    },
}
AFTER_CONFIRMATION = {DealState.CONFIRMED, DealState.MATCHED, DealState.SETTLED, DealState.CLOSED}
BEGINNINGS = {DealState.CAPTURED, DealState.BLOCKED}


class Way(models.TextChoices):
    IN = "in", _("received")
    OUT = "out", _("sent")


class ConfirmationChannel(models.TextChoices):
    MAIL = "mail", _("e-mail")
    POST = "post", _("post")
    PLATFORM = "platform", _("platform")
    PHONE = "phone", _("telephone")


class ConfirmationState(models.TextChoices):
    OPEN = "open", _("without a deal")
    MATCHED = "matched", _("agrees")
    DIFFERING = "differing", _("differs")
    RETURNED = "returned", _("sent back")
    SENT = "sent", _("sent")


class Field(models.TextChoices):
    """What two words on a deal are compared by."""

    COUNTERPARTY = "counterparty", _("Counterparty")
    PRODUCT = "product", _("Product")
    DIRECTION = "direction", _("Direction")
    AMOUNT = "amount", _("Amount")
    CURRENCY = "currency", _("Currency")
    PRICE = "price", _("Price")
    COUNTER_AMOUNT = "counter_amount", _("Counter amount")
    COUNTER_CURRENCY = "counter_currency", _("Counter currency")
    VALUE_DATE = "value_date", _("Value date")
    INSTRUCTION = "instruction", _("Payment to")


class DiscrepancyState(models.TextChoices):
    OPEN = "open", _("open")
    CLEARED = "cleared", _("cleared, waits for a second person")
    CLOSED = "closed", _("closed")


class Clearing(models.TextChoices):
    """How a discrepancy was cleared. Where ours was wrong the deal is cancelled and captured anew."""

    CORRECTED = "corrected", _("the counterparty corrects its confirmation")
    AGREED = "agreed", _("both mean the same, worded differently")
    OURS_WRONG = "ours", _("ours is wrong: the deal is cancelled and captured anew")


class MarketOutcome(models.TextChoices):
    CONFORM = "conform", _("conforms to the market")
    OPEN = "open", _("to be judged")
    EXPLAINED = "explained", _("explained")
    REJECTED = "rejected", _("rejected")


class SettlementState(models.TextChoices):
    PROPOSED = "proposed", _("waits for release")
    RELEASED = "released", _("released")
    WITHDRAWN = "withdrawn", _("withdrawn")


class CancellationState(models.TextChoices):
    ASKED = "asked", _("asked for")
    GRANTED = "granted", _("granted")
    DECLINED = "declined", _("declined")


# Of the nouns beside the deal, likewise: {event: {state before: state after}}.
CONFIRMATION_MOVES = {
    "agree": {ConfirmationState.OPEN: ConfirmationState.MATCHED},
    "differ": {ConfirmationState.OPEN: ConfirmationState.DIFFERING},
    "send_back": {ConfirmationState.OPEN: ConfirmationState.RETURNED},
}
DISCREPANCY_MOVES = {
    "clear": {DiscrepancyState.OPEN: DiscrepancyState.CLEARED},
    "reopen": {DiscrepancyState.CLEARED: DiscrepancyState.OPEN},
    "close": {DiscrepancyState.CLEARED: DiscrepancyState.CLOSED},
}
MARKET_MOVES = {
    "explain": {MarketOutcome.OPEN: MarketOutcome.EXPLAINED},
    "reject": {MarketOutcome.OPEN: MarketOutcome.REJECTED},
}
SETTLEMENT_MOVES = {
    "change": {SettlementState.PROPOSED: SettlementState.PROPOSED},
    "release": {SettlementState.PROPOSED: SettlementState.RELEASED},
    "withdraw": {SettlementState.PROPOSED: SettlementState.WITHDRAWN},
}
CANCELLATION_MOVES = {
    "grant": {CancellationState.ASKED: CancellationState.GRANTED},
    "decline": {CancellationState.ASKED: CancellationState.DECLINED},
}
