from django.utils import timezone

from foundation.organisation.choices import Side

from . import permissions
from .policy import grants_of, is_suspended

ORDER = [Side.FRONT, Side.RISK, Side.AUDIT, Side.ADMIN, Side.BACK, Side.NEUTRAL]


def side_of(person):
    """The side of the wall that a person stands on today; the rules leave at most one besides neutral."""
    sides = {grant.role.side for grant in grants_of(person, timezone.localdate())}
    return next((side for side in ORDER if side in sides), Side.NEUTRAL)


def sides_by_which(person, permission, obj=None, at=None):
    """The sides of the roles by which a person may do this to that; more than one only where an exception was approved."""
    spec, on, company = permissions.get(permission), timezone.localdate(at), getattr(obj, "company_id", None)
    return {
        grant.role.side
        for grant in grants_of(person, on)
        if spec.held_by(grant.role_id)
        and not is_suspended(grant, on)
        and (not company or grant.company_id in (None, company))
    }
