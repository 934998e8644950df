from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.db.models import Count, Q
from django.utils import timezone

from foundation.organisation.models import Person

from ..choices import Decision, GrantSource
from ..models import Recertification, RecertificationItem, RoleGrant
from ..standard import OWNERS

AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Coverage:
    """Of one campaign. What ended by itself meanwhile needs no decision and is left out."""

    count: int
    decided: int
    signed: int

    @property
    def open(self):
        return self.count - self.decided

    @property
    def waiting(self):
        """Decided, and not signed yet."""
        return self.decided - self.signed

    @property
    def percent(self):
        return 100 * self.signed // self.count if self.count else 100


def grants_to_review(on, *, side="", role=None):
    held = _held(on)
    return held.filter(role=role) if role else held.filter(role__side=side)


def grants_due(on):
    """Those whose time runs out within thirty days, and that nobody looks at yet."""
    held = _held(on)
    free = held.exclude(pk__in=RecertificationItem.objects.filter(signed_on=None).values("grant"))
    return [grant for grant in free if grant.recertification_due <= on + AHEAD]


def open_items(campaign, on=None):
    """Not signed yet, of roles that are still held."""
    held = RoleGrant.objects.valid(on or timezone.localdate())
    return RecertificationItem.objects.filter(recertification=campaign, signed_on=None, grant__in=held)


def items_by_person(campaign, reviewer=None):
    """[(person, [item, ...])], all roles of each person together. Four queries, however many there are."""
    items = RecertificationItem.objects.filter(recertification=campaign).select_related(
        "grant__person__unit", "grant__role", "grant__company", "reviewer"
    )
    held = Q(grant__in=RoleGrant.objects.valid(timezone.localdate())) | Q(signed_on__isnull=False)
    items = items.filter(held, **({"reviewer": reviewer} if reviewer else {}))
    order = ("grant__person__last_name", "grant__person__first_name", "grant__person_id", "grant__role_id", "pk")
    groups = groupby(items.order_by(*order), key=lambda item: item.grant.person)
    return [(person, list(group)) for person, group in groups]


def with_coverage(campaigns):
    """Each campaign of the queryset with what `coverage` reads."""
    counted = Q(items__signed_on__isnull=False) | Q(items__grant__in=RoleGrant.objects.valid(timezone.localdate()))
    return campaigns.annotate(
        count=Count("items", filter=counted),
        decided=Count("items", filter=counted & ~Q(items__decision="")),
        signed=Count("items", filter=Q(items__signed_on__isnull=False)),
    )


def coverage(campaign):
    if not hasattr(campaign, "signed"):
        campaign = with_coverage(Recertification.objects.filter(pk=campaign.pk)).get()
    return Coverage(campaign.count, campaign.decided, campaign.signed)


def campaigns_waiting_for(person):
    held = RoleGrant.objects.valid(timezone.localdate())
    mine = RecertificationItem.objects.filter(reviewer=person, signed_on=None, grant__in=held)
    return Recertification.objects.filter(closed_on=None, pk__in=mine.values("recertification")).select_related("role")


def reviewers_of(side, on):
    """[Person] who answer for the roles of this side, in that order: the first reviews, the next one stands in for him."""
    found = []
    for role in OWNERS[side]:
        holders = RoleGrant.objects.valid(on).filter(role=role).values("person")
        people = Person.objects.employed(on).filter(pk__in=holders).order_by("pk")
        found += [person for person in people if person not in found]
    return found


def suspended_grants(on):
    """R18: what nobody has looked at in time."""
    return [grant for grant in _held(on) if grant.is_overdue(on)]


def changes_asked_for():
    """Signed as to be changed, and the role is still held as it was."""
    held = RoleGrant.objects.valid(timezone.localdate())
    asked = RecertificationItem.objects.filter(decision=Decision.CHANGE, signed_on__isnull=False, grant__in=held)
    return asked.select_related("grant__person", "grant__role", "recertification")


def _held(on):
    """A deputy's roles end by themselves before anybody has to ask for them."""
    held = RoleGrant.objects.valid(on).exclude(source=GrantSource.DEPUTY)
    return held.filter(person__in=Person.objects.employed(on)).select_related("role", "person")
