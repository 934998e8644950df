from datetime import timedelta
from itertools import chain

from django.db.models import Q

from foundation.organisation.models import Person

from .. import permissions
from ..choices import GrantSource, RequestState
from ..models import AddressChange, ConflictPair, RoleGrant, RoleRequest, SignInHelp
from .exceptions import granted_exceptions, is_covered

ADMINISTRATORS = 2


def clashing_grant(person, role, valid_from, valid_to=None):
    """What if `person` held `role`? The first grant that forbids it with its rule, or None."""
    found = clashing_grants(person, role, valid_from, valid_to)
    return found[0] if found else None


def clashing_grants(person, role, valid_from, valid_to=None):
    """[(grant, rule)] that forbid it, the lowest rule first; what an approved exception covers does not."""
    wanted = RoleGrant(person=person, role=role, valid_from=valid_from, valid_to=valid_to)
    pairs = {
        pair.role_b_id if pair.role_a_id == role.pk else pair.role_a_id: pair
        for pair in ConflictPair.objects.filter(Q(role_a=role) | Q(role_b=role))
    }
    overlapping = RoleGrant.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=valid_from), person=person, role__in=pairs
    ).select_related("role")
    if valid_to:
        overlapping = overlapping.filter(valid_from__lte=valid_to)
    exceptions = granted_exceptions([person])
    found = [
        (grant, pairs[grant.role_id].rule)
        for grant in overlapping
        if not is_covered(exceptions, pairs[grant.role_id], wanted, grant)
    ]
    return sorted(found, key=lambda pair: pair[1])


def holders(permission, on):
    """Ids of the people whose roles allow it on this day, whatever object rules may say of one thing."""
    roles = permissions.get(permission).roles
    return RoleGrant.objects.valid(on).filter(role__in=roles).values("person")


def rules_between(roles):
    """{(role, role): rule} of those that exclude each other."""
    found = ConflictPair.objects.filter(role_a__in=roles, role_b__in=roles).select_related("role_a", "role_b")
    return {(pair.role_a, pair.role_b): pair.rule for pair in found}


def grants_to_end(person, on):
    """Roles that would hold beyond this day. Those that only begin later never come into force after it."""
    beyond = Q(valid_to=None) | Q(valid_to__gt=on)
    return RoleGrant.objects.filter(beyond, person=person, valid_from__lte=on).select_related("role")


def requests_open_for(person):
    """Those of a position are withdrawn together with the appointment."""
    return RoleRequest.objects.filter(person=person, appointment=None, state=RequestState.REQUESTED).select_related(
        "role"
    )


def sign_in_asked_for(person):
    """A new address, or help with signing in, that still waits for its second administrator."""
    asked = (model.objects.filter(person=person, state=RequestState.REQUESTED) for model in (AddressChange, SignInHelp))
    return list(chain.from_iterable(asked))


def needed_administrator(person, on):
    """Would fewer than two administrators of access remain after this day? Then four eyes could not decide any more."""
    held = RoleGrant.objects.filter(role="admin.access").exclude(source=GrantSource.DEPUTY)
    if not held.valid(on).filter(person=person).exists():
        return False
    after = on + timedelta(days=1)
    others = Person.objects.employed(after).filter(rolegrants__in=held.valid(after)).exclude(pk=person.pk)
    return others.distinct().count() < ADMINISTRATORS


def conflicts_in_force():
    """The nightly scan: every pair of grants that must not exist together. Must be empty."""
    found = []
    for pair in ConflictPair.objects.all():
        for a in RoleGrant.objects.filter(role=pair.role_a).select_related("person", "role"):
            rivals = RoleGrant.objects.filter(
                Q(valid_to=None) | Q(valid_to__gte=a.valid_from), person=a.person, role=pair.role_b
            )
            rivals = [b for b in rivals if a.valid_to is None or b.valid_from <= a.valid_to]
            found += [(a, b, pair.rule) for b in rivals if not is_covered(granted_exceptions([a.person]), pair, a, b)]
    return found
