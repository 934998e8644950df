from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.lib.decimals import format_decimal
from foundation.screens.tables import Column, Status, Table
from foundation.screens.templatetags.screens import amount, day, is_english

from ..choices import ConfirmationState, Direction, DiscrepancyState, Field, MarketOutcome, Product, SettlementState
from .deals import price_of, priced

CONFIRMATION_TONES = {
    ConfirmationState.OPEN: "waiting",
    ConfirmationState.MATCHED: "done",
    ConfirmationState.DIFFERING: "error",
    ConfirmationState.RETURNED: "neutral",
    ConfirmationState.SENT: "neutral",
}
DISCREPANCY_TONES = {
    DiscrepancyState.OPEN: "error",
    DiscrepancyState.CLEARED: "waiting",
    DiscrepancyState.CLOSED: "done",
}
MARKET_TONES = {
    MarketOutcome.CONFORM: "done",
    MarketOutcome.OPEN: "waiting",
    MarketOutcome.EXPLAINED: "done",
    MarketOutcome.REJECTED: "error",
}
SETTLEMENT_TONES = {
    SettlementState.PROPOSED: "waiting",
    SettlementState.RELEASED: "done",
    SettlementState.WITHDRAWN: "neutral",
}


def state_of(row, tones, column="state"):
    return Status(tones[getattr(row, column)], getattr(row, f"get_{column}_display")())


def word_state(word):
    """A confirmation that differs; once all that differed is closed, it says so."""
    if word.state == ConfirmationState.DIFFERING and all(
        found.state == DiscrepancyState.CLOSED for found in word.discrepancies.all()
    ):
        return Status("done", _("differed, cleared"))
    return state_of(word, CONFIRMATION_TONES)


def said(field, value):
    """As people write it; what a discrepancy keeps is plain text."""
    if value in (None, "", "None"):
        return "–"
    match field:
        case Field.AMOUNT | Field.COUNTER_AMOUNT:
            return amount(int(value))
        case Field.PRICE:
            return decimals(Decimal(value), least=2)
        case Field.VALUE_DATE:
            return day(date.fromisoformat(str(value)))
        case Field.PRODUCT:
            return Product(value).label
        case Field.DIRECTION:
            return Direction(value).label
    return str(value)


def decimals(value, least=0):
    return "–" if value is None else format_decimal(value, english=is_english(), least=least)


def _age(discrepancy):
    return (timezone.now() - discrepancy.found_at).days


def _link(row):
    return row.get_absolute_url()


def _shown(name):
    return lambda row: getattr(row, f"get_{name}_display")()


_DEAL = Column("deal", _("Deal"), link=_link, sort="deal__number")
_COUNTERPARTY = Column("counterparty", _("Counterparty"), value="deal.counterparty")
_PRODUCT = Column("product", _("Product"), value=lambda row: row.deal.get_product_display(), roomy=True)

CONFIRMATIONS = Table(
    Column("received_at", _("Time"), kind="datetime", sort="received_at"),
    Column("reference", _("Reference"), value=str, link=_link),
    Column("counterparty", _("Counterparty")),
    Column("way", _("Way"), value=_shown("way")),
    Column("amount", _("Amount"), kind="amount", sort="amount"),
    Column("currency", _("Currency")),
    Column("value_date", _("Value date"), kind="date", sort="value_date"),
    Column("deal", _("Deal")),
    Column("state", _("Status"), value=word_state, kind="status"),
    Column("channel", _("Channel"), value=_shown("channel"), shown=False),
    Column("recorded_by", _("By"), shown=False),
    order="-received_at",
)
DISCREPANCIES = Table(
    _DEAL,
    _COUNTERPARTY,
    Column("field", _("Field"), value=_shown("field")),
    Column("ours", _("Ours"), value=lambda row: said(row.field, row.ours)),
    Column("theirs", _("Theirs"), value=lambda row: said(row.field, row.theirs)),
    Column("age", _("Days"), value=_age, kind="number"),
    Column("owner", pgettext_lazy("discrepancy", "Owner"), roomy=True),
    Column("state", _("Status"), value=lambda row: state_of(row, DISCREPANCY_TONES), kind="status"),
    Column("cause", _("Cause"), shown=False),
    order="-deal",
)
MARKET_CHECKS = Table(
    _DEAL,
    _PRODUCT,
    Column("price", _("Price"), value=lambda row: price_of(row.deal), kind="number"),
    Column("reference", _("Reference price"), value=lambda row: priced(row.deal.product, row.reference), kind="number"),
    Column("deviation", _("Deviation in percent"), value=lambda row: decimals(row.deviation, least=4), kind="number"),
    Column("tolerance", _("Tolerance in percent"), value=lambda row: decimals(row.tolerance, least=2), kind="number"),
    Column("trader", _("Trader"), value="deal.trader", roomy=True),
    Column("outcome", _("Outcome"), value=lambda row: state_of(row, MARKET_TONES, "outcome"), kind="status"),
    Column("reason", _("Reason"), shown=False),
    order="-deal",
)
SETTLEMENTS = Table(
    _DEAL,
    _COUNTERPARTY,
    _PRODUCT,
    Column("value_date", _("Value date"), value="deal.value_date", kind="date", sort="deal__value_date"),
    Column("amount", _("Amount"), value="deal.amount", kind="amount"),
    Column("currency", _("Currency"), value="deal.currency"),
    Column("four_eyes", _("Four eyes"), value=lambda row: _("yes") if row.four_eyes else _("no")),
    Column("made_by", _("Prepared by"), roomy=True),
    Column("state", _("Status"), value=lambda row: state_of(row, SETTLEMENT_TONES), kind="status"),
    Column("released_by", _("Released by"), shown=False),
    order="-deal",
)
TERMS = Table(
    Column("product", _("Product"), value=_shown("product"), sort="product"),
    Column("valid_from", _("Valid from"), kind="date"),
    Column("tolerance", _("Tolerance in percent"), value=lambda row: decimals(row.tolerance, least=2), kind="number"),
    Column("four_eyes_from", _("Four eyes from"), kind="amount"),
    Column("journal", _("Journal")),
    Column("buy", _("Buying"), value=lambda row: " / ".join(row.accounts("buy"))),
    Column("sell", _("Selling"), value=lambda row: " / ".join(row.accounts("sell"))),
    Column("set_by", _("Set by"), roomy=True),
    order="product",
)
