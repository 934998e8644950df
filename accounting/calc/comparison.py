"""Two sides of one trial balance, account by account."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple


class Compared(NamedTuple):
    """Balances in cents. An account that moved on one side only has nothing on the other."""

    number: str
    name: str
    kind: str
    now: int
    before: int

    @property
    def difference(self):
        return self.now - self.before

    @property
    def percent(self):
        """Of what it was before, whatever its sign; None where there was nothing."""
        if not self.before:
            return None
        share = Decimal(self.difference) * 100 / abs(self.before)
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def compare(now, before):
    """Rows of both sides, in the order of their numbers."""
    names = {row.number: row for row in (*before, *now)}
    sides = [{row.number: row.balance for row in side} for side in (now, before)]
    return [
        Compared(number, row.name, row.kind, *(side.get(number, 0) for side in sides))
        for number, row in sorted(names.items())
    ]


def together(label, rows):
    return Compared("", label, "", sum(row.now for row in rows), sum(row.before for row in rows))
