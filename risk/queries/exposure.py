"""How much of the limits is taken up."""

from django.db.models import Q, Sum
from django.utils import timezone

from ..calc.exposure import Use, Verdict
from ..choices import LimitKind
from ..models import Exposure, Limit


def look(claim, *, at, besides=None):
    """What the claim would make of the limits. Before anything is saved: no lock, no write. `besides`: the subject whose
    claim it is, where it takes up something already."""
    return judge(claim, Limit.objects.of_claim(claim).in_force(timezone.localdate(at)), besides)


def judge(claim, limits, besides=None):
    """Of these limits, all in force; one query for their sums, however many deals are open."""
    limits = sorted(limits, key=lambda limit: (list(LimitKind).index(limit.kind), limit.pk))
    used = sums(claim.company_id, limits, besides)
    uses = tuple(Use(limit, used[limit.pk], used[limit.pk] + claim.amount) for limit in limits)
    return Verdict(uses, missing=not any(limit.kind == LimitKind.COUNTERPARTY for limit in limits))


def sums(company_id, limits, besides=None):
    """{key of the limit: what counts against it now, but for what this subject takes up}"""
    if not limits:
        return {}
    counting = Exposure.objects.counting().filter(company=company_id)
    if besides is not None:
        counting = counting.exclude(pk__in=Exposure.objects.about(besides).values("pk"))
    each = {f"limit_{limit.pk}": Sum("amount", filter=_against(limit), default=0) for limit in limits}
    found = counting.aggregate(**each)
    return {limit.pk: int(found[f"limit_{limit.pk}"]) for limit in limits}


def _against(limit):
    bounds = {name: value for name, value in limit.thing.items() if name != "kind"}
    return Q(**bounds) if bounds else None
