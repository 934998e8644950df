from django.db.models import Q
from django.utils import timezone

from foundation.access.models import RoleGrant
from foundation.organisation.models import Person

from ..permissions import CONTROLLERS


def controllers(company_id):
    """Those who control the risks of this company today."""
    today = timezone.localdate()
    grants = RoleGrant.objects.valid(today).filter(Q(company=None) | Q(company=company_id), role__in=CONTROLLERS)
    return Person.objects.employed(today).filter(pk__in=grants.values("person"))
