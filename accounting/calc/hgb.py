"""The balance sheet of section 266 HGB and the profit and loss account of section 275 (2) HGB."""

from dataclasses import dataclass
from functools import cache

from accounting.data import rows

PARAGRAPHS = {"assets": "§ 266 (2)", "liabilities": "§ 266 (3)", "pl": "§ 275 (2)"}


@dataclass(frozen=True, slots=True)
class HgbPosition:
    code: str
    parent: str | None
    statement: str  # assets | liabilities | profit_loss | statistical
    order: int
    name: str
    name_en: str

    @property
    def paragraph(self):
        """Where the law has it; empty where the name says so itself, and for the heads."""
        head, _dot, number = self.code.partition(".")
        return f"{PARAGRAPHS[head]} {number}" if number and "HGB" not in self.name else ""


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


@cache
def position(code):
    """None for a code that there is not."""
    return next((position for position in positions() if position.code == code), None)
