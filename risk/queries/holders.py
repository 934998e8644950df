"""Who is to hear of something today."""

from django.db.models import Q
from django.utils import timezone

from foundation.access.models import RoleGrant
from foundation.organisation.models import Person


def holders(company_id, *roles):
    """Those who hold one of these roles in this company today."""
    today = timezone.localdate()
    grants = RoleGrant.objects.valid(today).filter(Q(company=None) | Q(company=company_id), role__in=roles)
    return Person.objects.employed(today).filter(pk__in=grants.values("person")).order_by("pk")
