"""Numbers without gaps: rooms say which numbers they give out, and the evidence looks whether one is missing (R15).

It looks at all rows of a company, not only at those that the reader may see: a hidden row is no gap.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Max

from foundation.organisation.models import Company
from foundation.records.models import NumberRange


@dataclass(frozen=True)
class Range:
    """What was given out of one range, up to the last number. `missing`: numbers that no row has."""

    company: str
    what: str
    name: str
    count: int
    last: int
    missing: tuple[int, ...] = ()

    @property
    def gaps(self):
        """The missing numbers, neighbours together: "3, 7–9"."""
        runs = groupby(enumerate(self.missing), key=lambda pair: pair[1] - pair[0])
        spans = [[number for _place, number in run] for _difference, run in runs]
        return ", ".join(str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans)


_sources: list[Callable[[Iterable[Company]], Iterable[Range]]] = []


def register(*sources):
    """Each: `ranges(companies)`."""
    _sources.extend(source for source in sources if source not in _sources)


def ranges_seen_by(person):
    companies = list(Company.objects.visible_to(person))
    return [found for source in _sources for found in source(companies)]


def look(rows, *, what, number, by, key, name, company="company__name"):
    """The ranges of a queryset. Rows that are equal in the columns `by` belong to one; `key(row)` is that of its counter,
    which also tells of numbers missing at the end."""
    groups = list(rows.order_by().values(company, *by).annotate(_count=Count("pk"), _last=Max(number)).order_by(*by))
    given = dict(NumberRange.objects.filter(key__in=map(key, groups)).values_list("key", "last"))
    for group in groups:
        last = max(group["_last"], given.get(key(group), 0))
        whole = group["_count"] == last
        missing = () if whole else _missing(rows.filter(**{column: group[column] for column in by}), number, last)
        yield Range(group[company], str(what), name(group), group["_count"], last, missing)


def _missing(rows, number, last):
    there = set(rows.values_list(number, flat=True))
    return tuple(each for each in range(1, last + 1) if each not in there)
