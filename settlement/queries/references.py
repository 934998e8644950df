"""What the market says: the reference prices that risk control keeps."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from foundation.lib.money import round_half_up
from risk.queries.prices import reference_price

from ..calc.market import code_of
from ..calc.prices import cross
from ..choices import FOREIGN_EXCHANGE

QUOTED_AGAINST = "EUR"  # how the central bank quotes: units of the other currency for one euro


@dataclass(frozen=True)
class Reference:
    price: Decimal
    on: date
    source: str

    @property
    def shown(self):
        return round(self.price, 6)


def reference_of(deal):
    """The price that this one is held against, or None where risk control keeps none that is fresh."""
    on = deal.trade_date
    if deal.product in FOREIGN_EXCHANGE:
        base, counter = (_for_one_euro(currency, on) for currency in (deal.currency, deal.counter_currency))
        if base is None or counter is None:
            return None
        told = min(base, counter, key=lambda reference: reference.on)
        return Reference(cross(base.price, counter.price), told.on, told.source or base.source or counter.source)
    code = code_of(deal)
    return _kept(*code, on) if code else None


def in_home_currency(amount, currency, home, on):
    """Hundredths of the home currency at the reference rates, or None where one is missing."""
    if currency == home:
        return amount
    base, counter = _for_one_euro(currency, on), _for_one_euro(home, on)
    if base is None or counter is None:
        return None
    return round_half_up(amount * cross(base.price, counter.price))


def _for_one_euro(currency, on):
    if currency == QUOTED_AGAINST:
        return Reference(Decimal(1), on, "")
    return _kept("fx", f"{QUOTED_AGAINST}/{currency}", on)


def _kept(kind, code, on):
    found = reference_price(kind, code, on)
    return Reference(found.price, found.day, found.source) if found else None
