"""What a deal makes of the limits: whole numbers in, a verdict out."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal
from typing import Any

OK, WARN, BLOCK = "ok", "warn", "block"
WARN_FROM = 80


@dataclass(frozen=True)
class Claim:
    """What a deal uses of the limits. `amount` in minor units of the company's currency, never negative."""

    company_id: int
    counterparty_id: int
    product: str
    trader_id: int
    desk_id: int
    country: str
    amount: int
    until: date


@dataclass(frozen=True)
class Use:
    """One limit and what a claim makes of it."""

    limit: Any
    used: int
    after: int

    @property
    def amount(self):
        return self.limit.amount

    @property
    def free(self):
        """What is left beside the claim, negative where it is over."""
        return self.amount - self.after

    @property
    def percent(self):
        return percent(self.after, self.amount)

    @property
    def state(self):
        return state(self.after, self.amount)


@dataclass(frozen=True)
class Verdict:
    """`missing`: the counterparty has no limit in force, so there is no deal with it (BTR 1)."""

    uses: tuple[Use, ...] = ()
    missing: bool = False

    @property
    def state(self):
        states = {use.state for use in self.uses}
        if self.missing or BLOCK in states:
            return BLOCK
        return WARN if WARN in states else OK

    @property
    def broken(self):
        return tuple(use for use in self.uses if use.state == BLOCK)


def state(after, amount):
    """From 80 % on it warns; above 100 % it blocks, to the cent."""
    if after > amount:
        return BLOCK
    return WARN if after and after * 100 >= WARN_FROM * amount else OK


def percent(after, amount):
    """One decimal, rounded up: what is over never reads 100. None of a limit of nothing."""
    if not amount:
        return None
    return (Decimal(after) * 100 / amount).quantize(Decimal("0.1"), ROUND_UP)
