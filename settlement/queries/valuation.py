"""What was open at the end of a day, and what it was worth by the market of that day."""

from datetime import timedelta

from foundation.lib.dates import midnight
from foundation.records.past import in_state
from risk.queries.use import counted_on

from ..calc.terms import terms_of
from ..calc.valuation import Valued, by_desk
from ..choices import Product, Way
from ..models import Confirmation, Deal
from .deals import OPEN_POSITION
from .references import Market
from .settling import COMPARED, WAITING
from .terms import currency_of

ONE_DAY = timedelta(days=1)
VALUED = (
    "direction", "amount", "currency", "price", "counter_amount", "counter_currency", "risk_amount", "quantity", "days",
    "value_date",
)  # fmt: skip


def open_deals(company, day, states=OPEN_POSITION):
    """Those that were open and took up limits at the end of that day, with their terms as they stood then."""
    ended, table = midnight(day + ONE_DAY), Deal._meta.db_table
    counted = {int(each.subject_key) for each in counted_on(company, day) if each.subject_table == table}
    deals = Deal.objects.filter(company=company, traded_at__lt=ended).select_related("desk", "trader", "counterparty")
    return [deal for deal in in_state(deals, states, ended, *VALUED) if deal.pk in counted]


def desk_values(company, day):
    """What is brokered is a position of others."""
    market, home = Market(day), currency_of(company)
    own = (deal for deal in open_deals(company, day) if deal.product != Product.BROKERED)
    return by_desk(_valued(deal, market, home) for deal in own)


def _valued(deal, market, home):
    reference = market.reference_of(deal)
    paid_in = deal.counter_currency or deal.currency
    at_deal, at_market = (
        None if price is None else market.in_currency(_worth(deal, price), paid_in, home)
        for price in (deal.price, reference and reference.price)
    )
    return Valued(deal.number, str(deal.desk), deal.direction, deal.risk_amount, at_deal, at_market)


def _worth(deal, price):
    """What is paid for the deal at that price."""
    terms = {"amount": deal.amount, "quantity": deal.quantity, "price": price, "days": deal.days}
    amount, counter_amount = terms_of(deal.product, **terms)
    return amount if counter_amount is None else counter_amount


def unconfirmed_on(company, day):
    """Deals closed before that day without the counterparty's word at its end."""
    ended = midnight(day + ONE_DAY)
    waiting = [deal for deal in open_deals(company, day, WAITING) if deal.traded_at < midnight(day)]
    words = Confirmation.objects.filter(way=Way.IN, received_at__lt=ended, state__in=COMPARED)
    confirmed = set(words.filter(deal__in=waiting).values_list("deal", flat=True))
    return [deal for deal in waiting if deal.pk not in confirmed]
