"""How far a price lies from the one before."""

from decimal import Decimal

FAR = Decimal(5)  # percent


def is_far(price, before):
    return abs(price - before) * 100 >= FAR * abs(before)
