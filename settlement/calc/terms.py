"""What follows from the terms of a deal: the amount of goods, the other amount of what has two."""

from decimal import Decimal

from foundation.lib.money import round_half_up

from ..choices import FOREIGN_EXCHANGE, OF_GOODS, Product

DAYS_OF_YEAR = 360  # act/360, as the money market counts


def amount_of_goods(quantity, price):
    """Hundredths of the currency."""
    return round_half_up(quantity * price * 100)


def counter_amount(product, amount, price, days=None):
    """The counter currency of foreign exchange; what is paid back in the money market; None for the others."""
    if product in FOREIGN_EXCHANGE:
        return round_half_up(amount * price)
    if product == Product.MONEY_MARKET:
        return amount + round_half_up(Decimal(amount) * price * days / (100 * DAYS_OF_YEAR))
    return None


def terms_of(product, *, amount=None, quantity=None, price, days=None):
    """(amount, counter amount), the amount of goods coming from their quantity."""
    if product in OF_GOODS:
        amount = amount_of_goods(quantity, price)
    return amount, counter_amount(product, amount, price, days)
