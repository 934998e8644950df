from django.utils import timezone

from foundation.access import permissions
from foundation.access.models import Role, RoleGrant
from foundation.access.policy import can
from foundation.organisation.models import Person

from ..models import EntryTemplate


def capturers(company):
    """Who may capture entries in the books of a company today."""
    today, spec = timezone.localdate(), permissions.get("accounting.entry:capture")
    roles = [role.pk for role in Role.objects.all() if spec.held_by(role.pk)]
    holders = Person.objects.employed(today).filter(
        rolegrants__in=RoleGrant.objects.filter(role__in=roles).valid(today)
    )
    asked = EntryTemplate(company=company)
    return [person for person in holders.distinct() if can(person, spec.code, asked)]
