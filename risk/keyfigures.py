"""Key risk indicators, computed from the portal's own data. Rooms register theirs in `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class KeyFigure:
    """`value(company, on)` is a number as it stands at the end of that day. The higher, the worse: from `amber` and `red` on the
    light changes, until risk control sets other thresholds. `url` names the page that shows what is behind it."""

    code: str
    label: str
    value: Callable
    amber: Decimal
    red: Decimal
    unit: str = ""
    url: str = ""
    order: int = 50


_figures: dict[str, KeyFigure] = {}


def register(*figures):
    for figure in figures:
        _figures[figure.code] = figure


def registered():
    return sorted(_figures.values(), key=lambda figure: (figure.order, figure.code))


def get(code):
    """None for one that has left the house; its readings stay."""
    return _figures.get(code)
