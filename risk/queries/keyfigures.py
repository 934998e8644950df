"""Key figures as they are now, as they were, and from where on they are amber or red."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from .. import keyfigures
from ..calc.keyfigures import light
from ..models import Reading, Threshold

TREND = 30


@dataclass(frozen=True)
class Standing:
    """One figure of a company with its last readings, the oldest first."""

    figure: keyfigures.KeyFigure
    amber: Decimal
    red: Decimal
    readings: tuple

    @property
    def last(self):
        return self.readings[-1] if self.readings else None

    @property
    def light(self):
        return self.last.light if self.last else ""


def thresholds(company, until=None):
    """{code: (amber, red)} of those that risk control has set, by the end of that day if it is named."""
    found, rows = {}, Threshold.objects.filter(company=company)
    if until:
        rows = rows.filter(set_at__date__lte=until)
    for row in rows.order_by("pk"):
        found[row.code] = (row.amber, row.red)
    return found


def standings(company, count=TREND, until=None):
    """All figures in order; three queries however many there are."""
    limits, readings = thresholds(company, until), defaultdict(list)
    rows = Reading.objects.filter(company=company).order_by("-on")
    if until:
        rows = rows.filter(on__lte=until)
    days = list(rows.values_list("on", flat=True).distinct()[:count])
    for reading in rows.filter(on__in=days).order_by("on"):
        readings[reading.code].append(reading)
    return [
        Standing(figure, *limits.get(figure.code, (figure.amber, figure.red)), tuple(readings[figure.code]))
        for figure in keyfigures.registered()
    ]


def measure(company, on):
    """{code: (value, light)} computed now."""
    limits, found = thresholds(company), {}
    for figure in keyfigures.registered():
        value = Decimal(figure.value(company, on))
        found[figure.code] = (value, light(value, *limits.get(figure.code, (figure.amber, figure.red))))
    return found
