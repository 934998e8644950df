"""How big a risk is, on five by five fields, and what became of it from one year to the next."""

from typing import NamedTuple

LOW, MEDIUM, HIGH = "low", "medium", "high"
MEDIUM_FROM, HIGH_FROM = 5, 12
NEW, GONE, UP, DOWN, SAME = "new", "gone", "up", "down", "same"


class Score(NamedTuple):
    likelihood: int
    impact: int

    @property
    def value(self):
        return self.likelihood * self.impact

    @property
    def level(self):
        if self.value >= HIGH_FROM:
            return HIGH
        return MEDIUM if self.value >= MEDIUM_FROM else LOW

    def __str__(self):
        return f"{self.likelihood} × {self.impact} = {self.value}"


class Change(NamedTuple):
    """A risk in two inventories; None where it does not stand."""

    before: object
    after: object

    @property
    def kind(self):
        if self.before is None:
            return NEW
        if self.after is None:
            return GONE
        was, now = self.before.net.value, self.after.net.value
        return SAME if was == now else UP if now > was else DOWN


def difference(before, after):
    """Both are {key of the risk: what was said of it}. In the order of the later one, then what is gone."""
    keys = [*after, *(key for key in before if key not in after)]
    return [Change(before.get(key), after.get(key)) for key in keys]


def fields(scores):
    """The rows of the heat map from the highest likelihood down: for each field its score and the places of those in it."""
    return [
        [
            (Score(likelihood, impact), [place for place, score in enumerate(scores) if score == (likelihood, impact)])
            for impact in range(1, 6)
        ]
        for likelihood in range(5, 0, -1)
    ]
