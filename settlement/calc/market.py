"""Is a price what the market pays? BTO 2.2.2 of MaRisk asks for it of each deal."""

from decimal import Decimal

from ..choices import MarketOutcome, PriceBasis

ONE_PERCENT = Decimal(100)


def deviation(price, reference, basis):
    """How far from the reference: in percent of it, for rates a year in percentage points. Never negative."""
    gap = abs(price - reference)
    if basis == PriceBasis.PER_YEAR:
        return gap
    return (gap / reference * ONE_PERCENT).quantize(Decimal("0.0001"))


def outcome_of(deviation, tolerance):
    """Without a reference somebody has to look at it."""
    if deviation is None:
        return MarketOutcome.OPEN
    return MarketOutcome.CONFORM if deviation <= tolerance else MarketOutcome.OPEN


def code_of(deal):
    """(kind, code) under which risk control keeps the reference price; None where there is none."""
    if deal.price_basis == PriceBasis.RATE:
        return "fx", f"{deal.currency}/{deal.counter_currency}"
    if deal.price_basis == PriceBasis.PER_YEAR:
        return "rate", f"{deal.currency}/{months(deal.days)}M"
    if deal.price_basis == PriceBasis.PER_UNIT:
        return ("commodity" if deal.product == "commodity" else "goods"), deal.good
    return None


def months(days):
    """The tenor that is nearest: 1, 3, 6 or 12 months."""
    return min((1, 3, 6, 12), key=lambda tenor: (abs(tenor * 30 - days), tenor))
