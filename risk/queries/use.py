"""How full the limits are: for lists and pages, with one query for each kind of limit."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.utils import timezone

from foundation.contacts.models import Partner
from foundation.organisation.models import Person, Unit

from ..calc.exposure import BLOCK, OK, Use
from ..choices import LimitKind, Product
from ..models import Exposure, Limit

THINGS = {LimitKind.COUNTERPARTY: Partner, LimitKind.TRADER: Person, LimitKind.DESK: Unit}


class Uses:
    """What counts against each limit of a company at this moment. The sums of a kind are read when first asked for."""

    def __init__(self, company):
        self.company, self._sums = company, {}

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

    def _read(self, kind):
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


def fullest(company, on=None):
    """The use of the limit that is nearest to its end; None without limits."""
    uses, limits = Uses(company), Limit.objects.in_force(on or timezone.localdate()).filter(company=company)
    found = [uses.of(limit) for limit in limits.select_related("counterparty", "trader", "desk")]
    return max(found, key=lambda use: (use.state == BLOCK, use.percent or 0), default=None)


def _value(limit):
    return limit.thing.get(limit.kind)


def _labels(kind, values):
    if model := THINGS.get(kind):
        return {row.pk: str(row) for row in model.objects.filter(pk__in=values)}
    if kind == LimitKind.PRODUCT:
        return {value: str(dict(Product.choices).get(value, value)) for value in values}
    return {value: str(value or LimitKind.TOTAL.label) for value in values}
