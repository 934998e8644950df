from django.db.models import Count, Sum

from ..models import Incident, MaterialLoss


def material_from(company_id):
    """From how much on a loss is told at once; None where nobody has said so yet."""
    return MaterialLoss.objects.filter(company=company_id).values_list("amount", flat=True).first()


def sums_of(incidents):
    """What they cost together, over all pages of a list."""
    found = incidents.aggregate(
        count=Count("pk"), gross=Sum("gross", default=0), recoveries=Sum("recoveries", default=0)
    )
    return {**found, "net": found["gross"] - found["recoveries"]}


def reported_on(company, day):
    return Incident.objects.filter(company=company, reported_at__date=day).select_related("unit").order_by("pk")
