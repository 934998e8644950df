from django.utils import timezone

from ..calc.exposure import Use
from ..models import Limit
from .exposure import sums


def fullest_limits(company, count=None):
    """The limits in force today, the fullest first."""
    limits = Limit.objects.filter(company=company).in_force(timezone.localdate())
    limits = list(limits.select_related("counterparty", "trader", "desk"))
    used = sums(company.pk, limits)
    uses = [Use(limit, used[limit.pk], used[limit.pk]) for limit in limits]
    return sorted(uses, key=lambda use: -(use.percent or 0))[:count]
