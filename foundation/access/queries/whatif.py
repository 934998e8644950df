"""What if: before a role is given to a person, or a role is given another permission or another role to exclude."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from .. import permissions
from ..checks import fits
from ..models import ConflictPair, CoolOff, Deputy, Role, RoleGrant
from .exceptions import granted_exceptions, is_covered

LOOKS_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Clash:
    """A role that stands in the way: by which rule, and whether it is over, holds, or an exception covers it."""

    role: Role
    rule: str
    valid_from: date
    valid_to: date | None
    blocks: bool
    covered: bool = False
    source: str = ""


@dataclass(frozen=True)
class WhatIf:
    clashes: list[Clash]
    cool_offs: list
    deputies: list

    @property
    def is_possible(self):
        return not any(clash.blocks for clash in self.clashes)


def person_with(person, role, valid_from, valid_to=None):
    """What would stand in the way, now and later; what was held in the year before counts for the cool-off."""
    pairs = _pairs_of(role)
    wanted = RoleGrant(person=person, role=role, valid_from=valid_from, valid_to=valid_to)
    exceptions = granted_exceptions([person])
    held = RoleGrant.objects.filter(person=person, role__in=pairs).select_related("role")
    held = held.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from - LOOKS_BACK))
    clashes = [_clash(grant, pairs[grant.role_id], wanted, exceptions) for grant in held.order_by("valid_from")]
    last = valid_to or date.max
    cool_offs = CoolOff.objects.filter(person=person, valid_to__gte=valid_from).select_related("unit")
    deputies = Deputy.objects.filter(
        Q(person=person) | Q(principal=person), valid_to__gte=valid_from, valid_from__lte=last
    )
    return WhatIf(
        clashes, list(cool_offs), list(deputies.select_related("person", "principal").prefetch_related("roles"))
    )


@dataclass(frozen=True)
class RoleIf:
    """`holders` hold the role today; `broken` are (person, other role) that would break a new pair; `misfit`: the permission
    belongs to another side; `alike` are the roles that hold it already."""

    holders: list
    broken: list
    known: str
    misfit: bool
    alike: list


def role_with_permission(role, code):
    """What if the role held this permission too: the side it belongs to, who would get it, and who else may."""
    spec = permissions.get(code)
    others = [pair.role_b_id if pair.role_a_id == role.pk else pair.role_a_id for pair in _pairs_of(role).values()]
    alike = list(Role.objects.filter(pk__in=[one for one in spec.roles if one != role.pk]))
    broken = [(None, one) for one in alike if one.pk in others]
    return RoleIf(_holders(role), broken, "", not fits(role.side, spec), alike)


def role_with_pair(role, other):
    """What if these two excluded each other: who holds both, today or later."""
    pair = _pairs_of(role).get(other.pk)
    today = timezone.localdate()
    mine = RoleGrant.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), role=role).select_related("person")
    rivals = RoleGrant.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), role=other)
    spans = {}
    for rival in rivals:
        spans.setdefault(rival.person_id, []).append(rival)
    broken = [
        (grant.person, other)
        for grant in mine
        if any(_overlap(grant, rival) for rival in spans.get(grant.person_id, ()))
    ]
    return RoleIf(_holders(role), broken, pair.rule if pair else "", False, [])


def _pairs_of(role):
    """{key of the other role: pair}"""
    found = ConflictPair.objects.filter(Q(role_a=role) | Q(role_b=role))
    return {pair.role_b_id if pair.role_a_id == role.pk else pair.role_a_id: pair for pair in found}


def _clash(grant, pair, wanted, exceptions):
    together = _overlap(grant, wanted)
    covered = together and is_covered(exceptions, pair, wanted, grant)
    return Clash(
        grant.role,
        pair.rule,
        grant.valid_from,
        grant.valid_to,
        together and not covered,
        covered,
        grant.get_source_display(),
    )


def _overlap(one, other):
    return one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max)


def _holders(role):
    held = RoleGrant.objects.valid(timezone.localdate()).filter(role=role).select_related("person")
    return list({grant.person_id: grant.person for grant in held.order_by("person__last_name")}.values())
