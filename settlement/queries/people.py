from foundation.access.models import RoleGrant
from foundation.organisation.models import Person


def holders(roles, company, on):
    """Who holds one of these roles in the company on this day."""
    grants = RoleGrant.objects.valid(on).filter(role__in=roles)
    reaching = grants.filter(company=None) | grants.filter(company=company)
    return Person.objects.employed(on).filter(pk__in=reaching.values("person"))
