"""What the market says: the reference prices that risk control keeps."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

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


class Market:
    """The reference prices of a day, each read once. None where risk control keeps none that is fresh."""

    def __init__(self, on):
        self.on, self._kept = on, cache(self._read)

    def reference_of(self, deal):
        """The price that the price of this deal is held against."""
        if deal.product in FOREIGN_EXCHANGE:
            base, counter = (self._for_one_euro(currency) for currency in (deal.currency, deal.counter_currency))
            if base is None or counter is None:
                return None
            told = min(base, counter, key=lambda reference: reference.on)
            return Reference(cross(base.price, counter.price), told.on, told.source or base.source or counter.source)
        code = code_of(deal)
        return self._kept(*code) if code else None

    def in_currency(self, amount, currency, home):
        """Hundredths of the home currency."""
        if currency == home:
            return amount
        base, counter = self._for_one_euro(currency), self._for_one_euro(home)
        if base is None or counter is None:
            return None
        return round_half_up(amount * cross(base.price, counter.price))

    def _for_one_euro(self, currency):
        if currency == QUOTED_AGAINST:
            return Reference(Decimal(1), self.on, "")
        return self._kept("fx", f"{QUOTED_AGAINST}/{currency}")

    def _read(self, kind, code):
        found = reference_price(kind, code, self.on)
        return Reference(found.price, found.day, found.source) if found else None


def reference_of(deal):
    """On the day of the trade."""
    return Market(deal.trade_date).reference_of(deal)


def in_home_currency(amount, currency, home, on):
    return Market(on).in_currency(amount, currency, home)
