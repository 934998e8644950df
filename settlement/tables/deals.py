from django.utils.translation import gettext_lazy as _

from foundation.lib.decimals import format_decimal
from foundation.screens.tables import Column, Status, Table
from foundation.screens.templatetags.screens import is_english

from ..choices import BORROWED_OR_LENT, FOREIGN_EXCHANGE, DealState, Product

TONES = {
    DealState.BLOCKED: "error",
    DealState.CAPTURED: "draft",
    DealState.CONFIRMED: "waiting",
    DealState.MATCHED: "waiting",
    DealState.SETTLED: "posted",
    DealState.CLOSED: "done",
    DealState.CANCELLED: "neutral",
}


def state_of(deal):
    return Status(TONES[deal.state], deal.get_state_display())


def direction_of(deal):
    if deal.product == Product.MONEY_MARKET:
        return BORROWED_OR_LENT[deal.direction]
    return deal.get_direction_display()


def price_of(deal):
    return priced(deal.product, deal.price)


def priced(product, price):
    """As the market writes it: four decimals at least of a rate of exchange, two of any other price. Nothing: a dash."""
    least = 4 if product in FOREIGN_EXCHANGE else 2
    return "–" if price is None else format_decimal(price, english=is_english(), least=least)


def late_of(deal):
    return Status("waiting", _("late")) if deal.late else None


DEALS = Table(
    Column("number", _("Number"), kind="link", link=lambda deal: deal.get_absolute_url(), sort="number"),
    Column("traded_at", _("Captured"), kind="datetime", sort="traded_at"),
    Column("product", _("Product"), value=lambda deal: deal.get_product_display()),
    Column("direction", _("Direction"), value=direction_of, roomy=True),
    Column("counterparty", _("Counterparty")),
    Column("amount", _("Amount"), kind="amount", sort="amount"),
    Column("currency", _("Currency")),
    Column("price", _("Price"), value=price_of, kind="number", roomy=True),
    Column("value_date", _("Value date"), kind="date", sort="value_date"),
    Column("trader", _("Trader"), roomy=True),
    Column("late", _("Late"), value=late_of, kind="status"),
    Column("state", _("Status"), value=state_of, kind="status"),
    Column("desk", _("Trading desk"), shown=False, relation="desk"),
    Column("risk_amount", _("Value in the currency of the company"), kind="amount", sort="risk_amount", shown=False),
    Column("counter_amount", _("Counter amount"), kind="amount", shown=False),
    Column("counter_currency", _("Counter currency"), shown=False),
    Column("good", _("Good"), shown=False),
    Column("channel", _("Channel"), value=lambda deal: deal.get_channel_display(), shown=False),
    Column("place", _("Place"), value=lambda deal: deal.get_place_display(), shown=False),
    Column("call_ref", _("Call reference"), shown=False),
    Column("side_agreements", _("Side agreements"), shown=False),
    Column("customer_order", _("Customer order"), shown=False),
    order="-number",
)
