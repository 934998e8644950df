"""How well the back office keeps its times."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, F, Q
from django.utils import timezone

from foundation.lib.dates import midnight

from ..choices import OPEN, OrderKind
from ..models import WorkOrder


@dataclass(frozen=True)
class Kept:
    """Work orders that fell due: `missed` are those closed too late or still open after their time."""

    kind: str
    count: int
    missed: int

    @property
    def kept_percent(self):
        return Decimal(100 * (self.count - self.missed)) / self.count if self.count else None


def kept_by_kind(company, first, last, now=None):
    """One `Kept` for each kind of which orders fell due from `first` to `last`, in the order of the kinds."""
    now = now or timezone.now()
    until = min(now, midnight(last + timedelta(days=1)))
    done = Q(done_at__gte=midnight(first), done_at__lt=midnight(last + timedelta(days=1)))
    late = Q(state__in=OPEN, due_at__gte=midnight(first), due_at__lt=until)
    fallen = WorkOrder.objects.filter(done | late, company=company)
    missed = Q(done_at__gt=F("due_at")) | Q(done_at=None)
    rows = fallen.order_by().values_list("kind").annotate(Count("pk"), missed=Count("pk", filter=missed))
    found = {kind: Kept(kind, count, missed) for kind, count, missed in rows}
    return [found[kind] for kind in OrderKind if kind in found]


def missed_share(company, first, last, now=None):
    """The percentage of work orders of those days whose time was not kept; None where nothing fell due."""
    rows = kept_by_kind(company, first, last, now)
    count, missed = sum(row.count for row in rows), sum(row.missed for row in rows)
    return (Decimal(100 * missed) / count).quantize(Decimal("0.1")) if count else None
