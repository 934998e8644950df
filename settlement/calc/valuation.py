"""What open deals are worth by the prices of a day, and what that makes of each desk."""

from collections import defaultdict
from dataclasses import dataclass

from ..choices import Direction


@dataclass(frozen=True)
class Valued:
    """An open deal: what it was closed for and what the market would ask for it, both in hundredths of the company's
    currency at the rates of the day; None where there is no price."""

    number: str
    desk: str
    direction: str
    nominal: int
    at_deal: int | None
    at_market: int | None

    @property
    def has_price(self):
        return self.at_deal is not None and self.at_market is not None

    @property
    def result(self):
        """Not realised yet: who buys gains when the market asks for more, who sells when it asks for less."""
        gain = self.at_market - self.at_deal
        return gain if self.direction == Direction.BUY else -gain


@dataclass(frozen=True)
class DeskValue:
    """Amounts are None where not one of its deals has a price."""

    desk: str
    deals: int
    nominal: int
    market: int | None
    result: int | None
    not_valued: tuple[str, ...]


def by_desk(deals):
    """In the order of the desks' names."""
    of_desk = defaultdict(list)
    for deal in deals:
        of_desk[deal.desk].append(deal)
    return [_of_desk(desk, of_desk[desk]) for desk in sorted(of_desk)]


def changes(today, before):
    """{desk: how its result moved}; None for a desk that had none the day before, or has none today."""
    earlier = {value.desk: value.result for value in before}
    return {value.desk: _moved(earlier.get(value.desk), value.result) for value in today}


def _of_desk(desk, deals):
    priced = [deal for deal in deals if deal.has_price]
    return DeskValue(
        desk,
        len(deals),
        sum(deal.nominal for deal in deals),
        sum(deal.at_market for deal in priced) if priced else None,
        sum(deal.result for deal in priced) if priced else None,
        tuple(deal.number for deal in deals if not deal.has_price),
    )


def _moved(before, now):
    return None if before is None or now is None else now - before
