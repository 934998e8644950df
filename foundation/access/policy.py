"""One question, one place: may this person do this to that, now?"""

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.organisation.choices import Side

from . import permissions
from .decisions import Allow, Deny
from .models import RoleGrant


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
        return _why_not(person, spec, on)
    company = getattr(obj, "company_id", None)
    if company and not any(grant.company_id in (None, company) for grant in fitting):
        return Deny("R20", _("Your role does not reach this company."))
    for rule in spec.rules:
        denial = rule(person, obj, at)
        if denial is not None:
            return denial
    return Allow()


def grants_of(person, on):
    """Grants that hold on this day (R19), read once per loaded person."""
    return [
        grant
        for grant in _all_grants(person)
        if grant.valid_from <= on and (grant.valid_to is None or on <= grant.valid_to)
    ]


def roles_of(person, on=None):
    return {grant.role_id for grant in grants_of(person, on or timezone.localdate())}


def reach_of(person):
    """Ids of the companies that the person's grants reach today; None for all of them."""
    reach = {grant.company_id for grant in grants_of(person, timezone.localdate())}
    return None if None in reach else reach


def _all_grants(person):
    if "_grants" not in person.__dict__:
        person._grants = list(RoleGrant.objects.filter(person=person).select_related("role"))
    return person._grants


def _why_not(person, spec, on):
    """Name the rule that stands in the way: it tells more than a plain no."""
    sides = {grant.role.side for grant in grants_of(person, on)}
    if any(spec.held_by(grant.role_id) for grant in _all_grants(person)):
        return Deny("R19", _("Your role for this is not valid today."))
    if spec.side == Side.BACK and Side.FRONT in sides:
        return Deny("R05", _("The front office does no back-office work: {what}.").format(what=spec.label))
    if Side.ADMIN in sides and spec.side in (Side.BACK, Side.RISK, Side.FRONT):
        return Deny("R09", _("Administrators do no business: {what}.").format(what=spec.label))
    if Side.AUDIT in sides and not spec.reads:
        return Deny("R28", _("Internal audit reads everything and changes nothing."))
    return Deny("R20", _("None of your roles allows this: {what}.").format(what=spec.label))
