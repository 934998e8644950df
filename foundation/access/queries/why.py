"""What stands behind a no: the rule, who may instead, and whether asking for a role would help."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from .. import permissions
from ..models import ConflictPair, Role, RoleGrant, SeparationRule
from ..policy import can, roles_of

NAMED = 3
ASK = "access.grant:request"


@dataclass(frozen=True)
class Holder:
    """A role that may. `clash`: the role of one's own that forbids to hold it too, and by which rule."""

    role: Role
    clash: tuple[Role, str] | None
    names: list[str]


@dataclass(frozen=True)
class Why:
    rule: SeparationRule | None
    permission: permissions.Permission | None
    holders: list[Holder]
    holds_one: bool
    helps_to_ask: bool
    may_ask: bool
    administrators: list[str]


def why_not(person, *, rule="", permission=""):
    """Names of roles for everybody; names of people only for who may see them anyway."""
    spec = permissions.get(permission) if permission else None
    own = roles_of(person)
    codes = [] if spec is None or spec.roles == permissions.EVERYBODY else spec.roles
    names = _names([*codes, "admin.access"], person) if can(person, "desk.people:view") else {}
    clashes = _clashes(own)
    holders = [Holder(role, clashes.get(role.pk), names.get(role.pk, [])) for role in Role.objects.filter(pk__in=codes)]
    holds_one = bool(own.intersection(codes))
    return Why(
        rule=SeparationRule.objects.filter(pk=rule).first(),
        permission=spec,
        holders=holders,
        holds_one=holds_one,
        helps_to_ask=not holds_one and any(holder.clash is None for holder in holders),
        may_ask=bool(can(person, ASK)),
        administrators=names.get("admin.access", []),
    )


def _clashes(own):
    """{role that one must not hold: (own role, rule)}"""
    found = {}
    for pair in ConflictPair.objects.select_related("role_a", "role_b"):
        for mine, other in ((pair.role_a, pair.role_b), (pair.role_b, pair.role_a)):
            if mine.pk in own:
                found.setdefault(other.pk, (mine, pair.rule))
    return found


def _names(codes, person):
    """The first few who hold each role today."""
    valid = RoleGrant.objects.valid(timezone.localdate()).filter(role__in=codes).exclude(person=person)
    found = defaultdict(list)
    for grant in valid.select_related("person").order_by("person__last_name", "person_id"):
        if len(found[grant.role_id]) < NAMED and str(grant.person) not in found[grant.role_id]:
            found[grant.role_id].append(str(grant.person))
    return found
