from datetime import timedelta

from django.db.models import Q

from foundation.organisation.models import Person

from ..choices import RequestState
from ..models import ConflictPair, RoleGrant, RoleRequest

ADMINISTRATORS = 2


def clashing_grant(person, role, valid_from, valid_to=None):
    """What if `person` held `role`? The first grant that forbids it with its rule, or None."""
    pairs = ConflictPair.objects.filter(Q(role_a=role) | Q(role_b=role))
    rules = {pair.role_b_id if pair.role_a_id == role.pk else pair.role_a_id: pair.rule for pair in pairs}
    overlapping = RoleGrant.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=valid_from), person=person, role__in=rules
    ).select_related("role")
    if valid_to:
        overlapping = overlapping.filter(valid_from__lte=valid_to)
    found = sorted(overlapping, key=lambda grant: rules[grant.role_id])
    return (found[0], rules[found[0].role_id]) if found else None


def grants_to_end(person, on):
    """Roles that would hold beyond this day. Those that only begin later never come into force after it."""
    beyond = Q(valid_to=None) | Q(valid_to__gt=on)
    return RoleGrant.objects.filter(beyond, person=person, valid_from__lte=on).select_related("role")


def requests_open_for(person):
    return RoleRequest.objects.filter(person=person, state=RequestState.REQUESTED).select_related("role")


def needed_administrator(person, on):
    """Would fewer than two administrators of access remain after this day? Then four eyes could not decide any more."""
    held = RoleGrant.objects.filter(role="admin.access")
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
            found += [(a, b, pair.rule) for b in rivals if a.valid_to is None or b.valid_from <= a.valid_to]
    return found
