"""What is paid and what comes in when a deal is settled."""

from dataclasses import dataclass
from datetime import date, timedelta

from foundation.lib.money import round_half_up

from ..choices import FOREIGN_EXCHANGE, Direction, Product


@dataclass(frozen=True)
class Flow:
    """`amount` in hundredths of `currency`, always above zero; `pays` is from our side."""

    pays: bool
    amount: int
    currency: str
    due: date


def flows_of(deal):
    """In the order of their days. Foreign exchange goes both ways on the value date; in the money market what goes one
    way then comes back after the days of the deal; for goods the buyer pays; a broker is paid his commission."""
    buys, day = deal.direction == Direction.BUY, deal.value_date
    if deal.product in FOREIGN_EXCHANGE:
        return [
            Flow(not buys, deal.amount, deal.currency, day),
            Flow(buys, deal.counter_amount, deal.counter_currency, day),
        ]
    if deal.product == Product.MONEY_MARKET:
        back = day + timedelta(days=deal.days)
        return [
            Flow(not buys, deal.amount, deal.currency, day),
            Flow(buys, deal.counter_amount, deal.currency, back),
        ]
    if deal.product == Product.BROKERED:
        return [Flow(False, commission(deal), deal.currency, day)]
    return [Flow(buys, deal.amount, deal.currency, day)]


def commission(deal):
    return max(round_half_up(deal.amount * deal.price / 100), 1)


def payments_of(deal):
    return [flow for flow in flows_of(deal) if flow.pays]
