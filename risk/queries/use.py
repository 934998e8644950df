"""How full the limits are, or were at the end of a day: for lists, pages and reports, with one query for each kind of limit."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language

from foundation.contacts.models import Partner
from foundation.lib.countries import country_name
from foundation.lib.dates import midnight
from foundation.organisation.models import Person, Unit
from foundation.records.past import in_state

from ..calc.exposure import BLOCK, OK, Use
from ..choices import ExposureState, LimitKind, Product
from ..models import Exposure, Limit

ONE_DAY = timedelta(days=1)
THINGS = {LimitKind.COUNTERPARTY: Partner, LimitKind.TRADER: Person, LimitKind.DESK: Unit}


class Uses:
    """What counts against each limit of a company at this moment, or counted at the end of a day that is over. The sums
    of a kind are read when first asked for."""

    def __init__(self, company, day=None):
        self.company, self.day, self._sums = company, day if is_over(day) else None, {}

    def of(self, limit):
        used, _deals = self.of_thing(limit.kind, _value(limit))
        return Use(limit, used, used)

    def of_thing(self, kind, value):
        """(sum, number of deals)"""
        return self.of_kind(kind).get(value, (0, 0))

    def of_kind(self, kind):
        if kind not in self._sums:
            self._sums[kind] = self._read(kind)
        return self._sums[kind]

    @cached_property
    def _then(self):
        return counted_on(self.company, self.day)

    def _add(self, kind):
        found = defaultdict(list)
        name = kind and Exposure._meta.get_field(kind).attname
        for exposure in self._then:
            found[name and getattr(exposure, name)].append(exposure.amount)
        return {value: (sum(amounts), len(amounts)) for value, amounts in found.items()}

    def _read(self, kind):
        if self.day is not None:
            return self._add(None if kind == LimitKind.TOTAL else kind)
        rows = Exposure.objects.counting().filter(company=self.company).order_by()
        if kind == LimitKind.TOTAL:
            found = rows.aggregate(sum=Sum("amount", default=0), deals=Count("pk"))
            return {None: (int(found["sum"]), found["deals"])}
        grouped = rows.values_list(kind).annotate(sum=Sum("amount"), deals=Count("pk"))
        return {value: (int(total), deals) for value, total, deals in grouped}


@dataclass(frozen=True)
class Standing:
    """One counterparty, product and so on: its limit, if it has one, and what is open with it."""

    label: str
    limit: Any
    used: int
    deals: int

    @property
    def use(self):
        return Use(self.limit, self.used, self.used) if self.limit else None

    @property
    def state(self):
        return self.use.state if self.limit else OK

    @property
    def order(self):
        """The fullest first; what has no limit after all that have one."""
        if not self.limit:
            return (1, -self.used)
        share = self.use.percent or self.used
        return (0, -share)


def standings(company, kind, on=None):
    """All of a kind that has a limit in force or something open, the fullest first."""
    limits = Limit.objects.in_force(on or timezone.localdate()).filter(company=company, kind=kind)
    by_value = {_value(limit): limit for limit in limits}
    sums = Uses(company).of_kind(kind)
    values = set(by_value) | set(sums)
    labels = _labels(kind, values)
    found = [Standing(labels[value], by_value.get(value), *sums.get(value, (0, 0))) for value in values]
    return sorted(found, key=lambda standing: (*standing.order, standing.label))


def fullest(company, day=None):
    """The limits that are in force, or were on that day, with their use: the fullest first."""
    uses, limits = Uses(company, day), Limit.objects.in_force(day or timezone.localdate()).filter(company=company)
    found = [uses.of(limit) for limit in limits.select_related("counterparty", "trader", "desk")]
    return sorted(found, key=lambda use: (use.state != BLOCK, -(use.percent or 0)))


def counted_on(company, day):
    """The exposures that counted at the end of that day."""
    ended = midnight(day + ONE_DAY)
    taken = Exposure.objects.filter(company=company, at__lt=ended)
    return in_state(taken, [ExposureState.COUNTING], ended)


def is_over(day):
    return day is not None and day < timezone.localdate()


def _value(limit):
    return limit.thing.get(limit.kind)


def _labels(kind, values):
    if model := THINGS.get(kind):
        return {row.pk: str(row) for row in model.objects.filter(pk__in=values)}
    if kind == LimitKind.PRODUCT:
        return {value: str(dict(Product.choices).get(value, value)) for value in values}
    if kind == LimitKind.COUNTRY:
        return {value: country_name(value, get_language()) for value in values}
    return dict.fromkeys(values, str(LimitKind.TOTAL.label))
