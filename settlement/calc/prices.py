"""How far a price lies from the market. Rates of the money market are compared in percentage points, all others in
percent of the reference price."""

from decimal import Decimal

from ..choices import Product

FAR = Decimal(5)  # percent: beyond it, somebody mistyped or has a reason
FAR_RATE = Decimal(1)  # percentage points


def deviation(product, price, reference):
    if product == Product.MONEY_MARKET:
        return price - reference
    return (price - reference) * 100 / reference


def is_far(product, price, reference):
    limit = FAR_RATE if product == Product.MONEY_MARKET else FAR
    return abs(deviation(product, price, reference)) > limit


def cross(base_in_home, counter_in_home):
    """Units of the counter currency for one of the base, from how many of each the home currency buys."""
    return counter_in_home / base_in_home
