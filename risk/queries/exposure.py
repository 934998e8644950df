"""How much of the limits is taken up."""

from django.db.models import Q, Sum
from django.utils import timezone

from ..calc.exposure import Use, Verdict
from ..choices import LimitKind
from ..models import Exposure, Limit


def look(claim, *, at):
    """What the claim would make of the limits. Before anything is saved: no lock, no write."""
    return judge(claim, Limit.objects.of_claim(claim).in_force(timezone.localdate(at)))


def judge(claim, limits):
    """Of these limits, all in force; one query for their sums, however many deals are open."""
    limits = sorted(limits, key=lambda limit: (list(LimitKind).index(limit.kind), limit.pk))
    used = sums(claim.company_id, limits)
    uses = tuple(Use(limit, used[limit.pk], used[limit.pk] + claim.amount) for limit in limits)
    return Verdict(uses, missing=not any(limit.kind == LimitKind.COUNTERPARTY for limit in limits))


def sums(company_id, limits):
    """{key of the limit: what counts against it now}"""
    if not limits:
        return {}
    counting = Exposure.objects.counting().filter(company=company_id)
    each = {f"limit_{limit.pk}": Sum("amount", filter=_against(limit), default=0) for limit in limits}
    found = counting.aggregate(**each)
    return {limit.pk: int(found[f"limit_{limit.pk}"]) for limit in limits}


def _against(limit):
    bounds = {name: value for name, value in limit.thing.items() if name != "kind"}
    return Q(**bounds) if bounds else None
