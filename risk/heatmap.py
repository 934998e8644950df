"""The heat map of risks as a drawing: five by five fields, each with what stands there."""

from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .calc.inventory import HIGH, HIGH_FROM, LOW, MEDIUM, MEDIUM_FROM, fields
from .choices import Impact, Likelihood

SIZE, LEFT, FOOT = 56, 24, 24
WORDS = {
    "likelihood": Likelihood.labels,
    "impact": Impact.labels,
    "levels": (
        (HIGH, format_lazy(_("high, from {value} on"), value=HIGH_FROM)),
        (MEDIUM, format_lazy(_("medium, from {value} on"), value=MEDIUM_FROM)),
        (LOW, _("low, below it")),
    ),
}


@dataclass(frozen=True)
class Field:
    x: int
    y: int
    level: str
    text: str
    names: str

    @property
    def middle(self):
        return self.x + SIZE // 2, self.y + SIZE // 2


def heat_map(risks, all_three=False):
    """How many risks stand in each field by their net score. Of a single one: where it stands gross, net and aimed at."""
    if all_three:
        scores = [risks[0].gross, risks[0].net, risks[0].target]
        names = "GNT"
    else:
        scores = [risk.net for risk in risks]
        names = [risk.name for risk in risks]
    drawn = []
    for row, line in enumerate(fields(scores)):
        for column, (score, places) in enumerate(line):
            held = [names[place] for place in places]
            text = "·".join(held) if all_three else str(len(held) or "")
            drawn.append(Field(LEFT + column * SIZE, row * SIZE, score.level, text, ", ".join(held)))
    return {
        "fields": drawn,
        "all_three": all_three,
        "words": WORDS,
        "width": LEFT + 5 * SIZE,
        "height": 5 * SIZE + FOOT,
        "likelihoods": [(number, (5 - number) * SIZE + SIZE // 2) for number in range(5, 0, -1)],
        "impacts": [(number, LEFT + (number - 1) * SIZE + SIZE // 2) for number in range(1, 6)],
        "foot": 5 * SIZE + FOOT // 2 + 4,
    }
