"""Small charts as the points of a drawing. Whole numbers only, so that no language writes them with a comma."""

from dataclasses import dataclass
from typing import NamedTuple

HEIGHT, STEP, GAP = 100, 10, 2


class Point(NamedTuple):
    """`text` is the value as people read it."""

    label: str
    value: int
    text: str = ""


class Bar(NamedTuple):
    x: int
    y: int
    width: int
    height: int
    below: bool


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    base: int
    bars: list[Bar]


def bars(values):
    """A bar for each value, up or down from the line of zero. The highest and the lowest touch the edges; what is not
    zero is seen."""
    top, bottom = max(0, *values), min(0, *values)
    scale = HEIGHT / ((top - bottom) or 1)
    base = round(top * scale)
    drawn = []
    for place, value in enumerate(values):
        length = max(round(abs(value) * scale), 1) if value else 0
        y = base if value < 0 else max(base - length, 0)
        drawn.append(Bar(place * STEP + GAP // 2, y, STEP - GAP, length, value < 0))
    return Chart(len(values) * STEP, HEIGHT, base, drawn)
