from django.utils import timezone

from foundation.access import permissions
from foundation.access.models import Role, RoleGrant
from foundation.organisation.models import Person


def possible_recipients(person, report):
    """Colleagues who hold a role that may read the report. Whether they may is asked again at each delivery."""
    spec = permissions.get(report.permission)
    roles = [role.pk for role in Role.objects.all() if spec.held_by(role.pk)]
    today = timezone.localdate()
    return Person.objects.visible_to(person).filter(pk__in=_holders(roles, today)).exclude(pk=person.pk)


def administrators(on):
    return Person.objects.filter(pk__in=_holders(["admin.system"], on))


def _holders(roles, on):
    return Person.objects.employed(on).filter(rolegrants__in=RoleGrant.objects.filter(role__in=roles).valid(on))
