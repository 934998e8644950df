"""One question, one place: may this person do this to that, now?"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

from django.db.models import F, FilteredRelation, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.dates import format_date
from foundation.organisation.choices import Side
from foundation.organisation.models import Person

from . import permissions
from .choices import Glass, Profile, RequestState
from .decisions import Allow, Deny
from .models import ProfileChange, RoleGrant
from .standard import RESTING, TRADER, rule_text

LAST_ONE_STAYS = "admin.access"
CLOCK_TOLERANCE = timedelta(minutes=2)
MARK = "break-glass {number}"
READS_ONLY = Deny("R28", _("Internal audit reads everything and changes nothing."))
BUSINESS = {Side.FRONT, Side.BACK, Side.RISK}


def can(person, permission, obj=None, at=None):
    """Allow or Deny. Screens, actions, jobs, files and templates all ask here.

    The grants of a person are read once per loaded `Person`, so a request asks the database once.
    """
    decision = _decide(person, permissions.get(permission), obj, at)
    return decision or replace(decision, permission=permission)


def _decide(person, spec, obj, at):
    at = at or timezone.now()
    on = timezone.localdate(at)
    if person is None:
        return Deny("R27", _("Please sign in."))
    if not person.is_employed(on):
        return Deny("R16", _("Access ended with the employment."))
    fitting = [grant for grant in grants_of(person, on) if spec.held_by(grant.role_id)]
    if not fitting:
        lent = _lent(person, spec, at)
        return _why_not(person, spec, on) if lent is None else lent
    fitting = [grant for grant in fitting if not is_suspended(grant, on)]
    if not fitting:
        return Deny(
            "R18", _("Nobody has confirmed in time that you need your role for this. Its recertification is overdue.")
        )
    if leave := _block_leave(person, fitting, on):
        sentence = _("You are on block leave until {day}. Until then your trading and payment roles rest.")
        return Deny("R19", sentence.format(day=format_date(leave.valid_to)))
    if _owes_block_leave(person, fitting, on):
        return Deny("R19", _("You had no block leave last year. Your trading roles rest until one is planned."))
    if not spec.reads and not spec.finding and Side.AUDIT in {grant.role.side for grant in grants_of(person, on)}:
        return READS_ONLY
    company = getattr(obj, "company_id", None)
    if company and not any(grant.company_id in (None, company) for grant in fitting):
        return Deny("R20", _("Your role does not reach this company."))
    for rule in spec.rules:
        denial = rule(person, obj, at)
        if denial is not None:
            return denial
    unproved = _unproved(person.proof, spec)
    return Allow(_principal(fitting)) if unproved is None else unproved


def _unproved(proof, spec):
    """R26: what moves money needs a second factor in the session."""
    if proof is not None and spec.asks_factor and not proof.second_factor:
        return Deny("R26", _("This needs a second factor. Please set one up under “Security”."))
    return None


def out_of_date(person, permission):
    """R26: the Deny where something is written with a sign-in that is too old for it, else None. It hides no button, so
    `can` does not ask it; whoever is about to write does."""
    proof, spec = person and person.proof, permissions.get(permission)
    if proof and proof.writes and spec.asks_fresh and not proof.is_fresh:
        return Deny("R26", _("Please confirm your sign-in and send it again."), permission)
    return None


def _lent(person, spec, at):
    """R10: what a broken glass lends, and what it never does. None where there is no such emergency."""
    emergency = emergency_of(person)
    if emergency is None or not emergency.holds(at):
        return None
    if spec.emergency:
        unproved = _unproved(person.proof, spec)
        return Allow() if unproved is None else unproved
    if spec.money or spec.side in BUSINESS:
        return Deny(
            "R10", _("Break-glass access is never for money and never for business: {what}.").format(what=spec.label)
        )
    return None


@dataclass(frozen=True)
class Emergency:
    """A broken glass. `seen_at` is when it was last known to be in force: a clock before that was put back."""

    pk: int
    begun_at: datetime
    minutes: int
    seen_at: datetime

    @property
    def ends_at(self):
        return self.begun_at + timedelta(minutes=self.minutes)

    def holds(self, at):
        return max(self.begun_at, self.seen_at - CLOCK_TOLERANCE) <= at < self.ends_at


def emergency_of(person):
    """The broken glass of a person, read together with the grants; None without."""
    for grant in _all_grants(person):
        if grant.glass is not None:
            return Emergency(grant.glass, grant.glass_begun, grant.glass_minutes, grant.glass_seen)
    return None


def mark_of(person):
    """What each event of the audit trail carries while the glass is broken."""
    emergency = emergency_of(person)
    if emergency is None or not emergency.holds(timezone.now()):
        return ""
    return MARK.format(number=emergency.pk)


def acting_for(person, permission, obj=None, at=None):
    """The principal as whose deputy the person may do this; None with a role of his own, or without any."""
    return getattr(can(person, permission, obj, at), "principal", None)


def _principal(grants):
    own = any(grant.deputy_id is None for grant in grants)
    return None if own else grants[0].deputy.principal


def grants_of(person, on):
    """Grants that hold on this day (R19), read once per loaded person."""
    return [
        grant
        for grant in _all_grants(person)
        if grant.closed_at is None and grant.valid_from <= on and (grant.valid_to is None or on <= grant.valid_to)
    ]


def is_suspended(grant, on):
    """R18. Where all administrators of access are overdue none is suspended: nobody could set it right any more."""
    if not grant.is_overdue(on):
        return False
    if grant.role_id != LAST_ONE_STAYS:
        return True
    others = RoleGrant.objects.valid(on).filter(role=LAST_ONE_STAYS).exclude(person=grant.person_id)
    others = others.filter(person__in=Person.objects.employed(on)).select_related("role")
    return any(not other.is_overdue(on) for other in others)


def roles_of(person, on=None):
    return {grant.role_id for grant in grants_of(person, on or timezone.localdate())}


def reach_of(person):
    """Ids of the companies that the person's grants reach today; None for all of them."""
    reach = {grant.company_id for grant in grants_of(person, timezone.localdate())}
    return None if None in reach else reach


def _block_leave(person, grants, on):
    """The block leave because of which these roles rest on this day. Asked for only where all of them do."""
    if any(grant.role_id not in RESTING for grant in grants):
        return None
    return next((leave for leave in _leaves(person) if leave.valid_from <= on <= leave.valid_to), None)


def _owes_block_leave(person, grants, on):
    """The strict profile asks for one in each year: who traded all of the last one without it trades no more."""
    traded = any(grant.role_id == TRADER and grant.valid_from <= date(on.year - 1, 1, 1) for grant in grants)
    if not traded or grants[0].profile != Profile.STRICT or any(grant.role_id not in RESTING for grant in grants):
        return False
    return not any(leave.valid_from.year <= on.year and leave.valid_to.year >= on.year - 1 for leave in _leaves(person))


def _leaves(person):
    if "_block_leaves" not in person.__dict__:
        person._block_leaves = list(person.block_leaves.planned())
    return person._block_leaves


def _all_grants(person):
    if "_grants" not in person.__dict__:
        person._grants = list(_grants_with_glass().filter(person=person))
    return person._grants


@cache
def _grants_with_glass():
    """The grants, the broken glass of their person if there is one, and the profile, in one question; put together once."""
    is_open = Q(person__break_glasses__state=Glass.OPEN)
    grants = RoleGrant.objects.select_related("role", "deputy__principal")
    return grants.annotate(broken=FilteredRelation("person__break_glasses", condition=is_open)).annotate(
        glass=F("broken__pk"),
        glass_begun=F("broken__begun_at"),
        glass_minutes=F("broken__minutes"),
        glass_seen=F("broken__seen_at"),
        profile=Subquery(
            ProfileChange.objects.filter(state=RequestState.GRANTED).order_by("-pk").values("profile")[:1]
        ),
    )


def _why_not(person, spec, on):
    """Name the rule that stands in the way: it tells more than a plain no."""
    sides = {grant.role.side for grant in grants_of(person, on)}
    if any(spec.held_by(grant.role_id) for grant in _all_grants(person)):
        return Deny("R19", _("Your role for this is not valid today."))
    if spec.wall and sides - {spec.side, Side.NEUTRAL, Side.ADMIN, Side.AUDIT}:
        return Deny(spec.wall, rule_text(spec.wall))
    if spec.side == Side.BACK and Side.FRONT in sides:
        return Deny("R05", _("The front office does no back-office work: {what}.").format(what=spec.label))
    if spec.side == Side.FRONT and sides & {Side.BACK, Side.RISK}:
        return Deny("R05", _("Only the front office closes deals and asks for work: {what}.").format(what=spec.label))
    if Side.ADMIN in sides and spec.side in (Side.BACK, Side.RISK, Side.FRONT):
        return Deny("R09", _("Administrators do no business: {what}.").format(what=spec.label))
    if Side.AUDIT in sides and not spec.reads:
        return READS_ONLY
    return Deny("R20", _("None of your roles allows this: {what}.").format(what=spec.label))
