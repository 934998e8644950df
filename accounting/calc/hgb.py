"""The balance sheet of section 266 HGB and the profit and loss account of section 275 (2) HGB."""

from dataclasses import dataclass
from functools import cache

from accounting.data import rows


@dataclass(frozen=True, slots=True)
class HgbPosition:
    code: str
    parent: str | None
    statement: str  # assets | liabilities | profit_loss | statistical
    order: int
    name: str
    name_en: str


@cache
def positions():
    """Every position in the order of the statements, parents before their children."""
    return tuple(
        HgbPosition(
            code=row["code"],
            parent=row["parent"] or None,
            statement=row["statement"],
            order=int(row["order"]),
            name=row["name"],
            name_en=row["name_en"],
        )
        for row in rows("hgb")
    )
