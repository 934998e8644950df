"""Is what the counterparty confirms what our trader captured? Field by field, BTO 2.2.2 of MaRisk."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..choices import Field

FIELDS = tuple(Field.values)


@dataclass(frozen=True)
class Terms:
    """One side's word, seen from our side: `direction` "buy" is that we buy. Amounts in hundredths; None, or an empty
    text, is what this side says nothing about. `instructions` are the IBANs to which we may pay, `instruction` is where
    the counterparty wants it."""

    counterparty: int | None
    product: str
    direction: str
    amount: int
    currency: str
    price: Decimal | None
    value_date: date
    counter_amount: int | None = None
    counter_currency: str = ""
    instruction: str = ""
    instructions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Difference:
    field: str
    ours: object
    theirs: object


def differences(ours, theirs):
    """In the order of `FIELDS`. What they say nothing about is no difference, save the product, the direction, the amount,
    the currency and the value date, which every confirmation has to say."""
    return [Difference(field, *said) for field in FIELDS if (said := _different(field, ours, theirs))]


def _different(field, ours, theirs):
    if field == "instruction":
        wanted = theirs.instruction
        return (sorted(ours.instructions), wanted) if wanted and wanted not in ours.instructions else None
    mine, other = getattr(ours, field), getattr(theirs, field)
    if other in (None, "") or mine in (None, "") and field in ("counter_amount", "counter_currency"):
        return None
    if field == "price" and mine is not None and same_price(mine, other):
        return None
    return None if mine == other else (mine, other)


def same_price(ours, theirs):
    """They may have rounded: equal within half of their last decimal place, but never by less than four places."""
    places = max(-theirs.normalize().as_tuple().exponent, 4)
    return abs(ours - theirs) <= Decimal(5).scaleb(-places - 1)


def likeness(ours, theirs):
    """How well a deal fits a confirmation that names none: 0 to 10, one for each field that agrees."""
    return len(FIELDS) - len(differences(ours, theirs))
