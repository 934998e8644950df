from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from foundation.access.decisions import Deny
from foundation.access.models import AddressChange, Appointment, Deputy, RecertificationItem, SignInHelp
from foundation.access.permissions import EVERYBODY, Permission
from foundation.access.policy import roles_of
from foundation.access.queries.heads import leads
from foundation.access.rules import not_the_maker
from foundation.access.standard import OWNERS
from foundation.organisation.choices import Side
from foundation.organisation.models import Person

from .rules import reaches_all_of_it

HEADS = ("front.head", "board.front", "back.head", "board.back", "risk.head")
ADMINISTRATION = "admin.access"
RECERTIFYING = (*HEADS, ADMINISTRATION)
WATCHERS = ("audit.internal", "compliance.officer", "risk.head", "board.front", "board.back")
WATCHERS_OF_RIGHTS = (*WATCHERS, ADMINISTRATION)
OWN_MATTER = Deny("R23", _("Nobody decides on matters of his own."))


def not_the_requester(person, obj, at):
    """R08: who asks for a role does not approve it."""
    denial = not_the_maker(person, obj, at)
    return None if denial is None else replace(denial, rule="R08")


def not_the_receiver(person, obj, at):
    """R08: who receives a role does not approve it."""
    if getattr(obj, "person_id", None) == person.pk:
        return Deny("R08", _("Who receives a role does not approve it."))
    return None


def not_oneself(person, obj, at):
    """R23: nobody administers his own employment."""
    if isinstance(obj, Person) and obj.pk == person.pk:
        return OWN_MATTER
    return None


def not_the_helped(person, obj, at):
    """R23: a second login of one's own is no second person."""
    return OWN_MATTER if isinstance(obj, (AddressChange, SignInHelp)) and obj.person_id == person.pk else None


def heads_the_principal(person, obj, at):
    """R08: of a deputy decides who leads the principal, or the administration of access."""
    if not isinstance(obj, Deputy) or ADMINISTRATION in roles_of(person) or leads(person, obj.principal):
        return None
    return Deny("R08", _("Of this deputy decides the head of the principal, or the administration."))


def only_the_reviewer(person, obj, at):
    """R23: nobody recertifies roles of his own, and each reviewer decides what was put before him."""
    if isinstance(obj, RecertificationItem) and obj.reviewer_id != person.pk:
        return Deny("R23", _("Only the reviewer decides on this role, under his own name."))
    return None


def answers_for_the_roles(person, obj, at):
    """R08: the roles of a position are approved by who answers for all of them."""
    if not isinstance(obj, Appointment):
        return None
    own = roles_of(person)
    if all(own.intersection(OWNERS[role.side]) for role in obj.position.roles.all()):
        return None
    return Deny("R08", _("Roles are approved by who answers for their side."))


PERMISSIONS = [
    Permission(
        "calendars.workplace:edit",
        _("Keep days off and business hours"),
        roles=("admin.system", "back.head"),
        rules=(reaches_all_of_it,),
    ),
    Permission(
        "desk.people:view",
        _("See colleagues and their roles"),
        roles=("admin.access", "admin.system", "audit.internal", "back.hr", "back.head", "board.back"),
    ),
    Permission("organisation.person:add", _("Add people"), side=Side.ADMIN, roles=("admin.access",)),
    Permission(
        "organisation.person:edit",
        _("Change data of people"),
        side=Side.ADMIN,
        roles=("admin.access",),
        rules=(not_oneself,),
    ),
    Permission(
        "organisation.person:end",
        _("End an employment"),
        side=Side.ADMIN,
        roles=("admin.access",),
        fresh_login=True,
        rules=(not_oneself,),
    ),
    Permission("access.grant:request", _("Request and end roles"), side=Side.ADMIN, roles=("admin.access",)),
    Permission(
        "access.grant:approve",
        _("Approve roles"),
        side=Side.ADMIN,
        roles=("admin.access",),
        fresh_login=True,
        rules=(not_the_requester, not_the_receiver),
    ),
    Permission(
        "access.help:request",
        _("Ask for help with signing in"),
        side=Side.ADMIN,
        roles=("admin.access",),
        rules=(not_oneself,),
    ),
    Permission(
        "access.help:approve",
        _("Give help with signing in"),
        side=Side.ADMIN,
        roles=("admin.access",),
        fresh_login=True,
        rules=(not_the_maker, not_the_helped),
    ),
    Permission(
        "access.address:approve",
        _("Approve a new sign-in address"),
        side=Side.ADMIN,
        roles=("admin.access",),
        fresh_login=True,
        rules=(not_the_maker, not_the_helped),
    ),
    Permission("access.deputy:name", _("Name a deputy"), roles=EVERYBODY),
    Permission(
        "access.deputy:approve",
        _("Approve deputies"),
        roles=(ADMINISTRATION, *HEADS),
        fresh_login=True,
        rules=(not_the_maker, not_the_receiver, heads_the_principal),
    ),
    Permission(
        "access.recertification:view",
        _("See recertifications"),
        roles=(*RECERTIFYING, "audit.internal"),
    ),
    Permission("access.recertification:start", _("Start recertifications"), side=Side.ADMIN, roles=("admin.access",)),
    Permission(
        "access.recertification:decide",
        _("Recertify roles of others"),
        roles=RECERTIFYING,
        rules=(only_the_reviewer,),
    ),
    Permission("access.recertification:sign", _("Sign a recertification"), roles=RECERTIFYING, fresh_login=True),
    Permission(
        "organisation.person:move",
        _("Move people to another post"),
        side=Side.ADMIN,
        roles=(ADMINISTRATION,),
        fresh_login=True,
        rules=(not_oneself,),
    ),
    Permission("access.position:view", _("See positions"), roles=(ADMINISTRATION, "audit.internal", "back.hr", *HEADS)),
    Permission("access.position:edit", _("Define positions and heads"), side=Side.ADMIN, roles=(ADMINISTRATION,)),
    Permission("access.position:ask", _("Ask for the roles of a position"), roles=EVERYBODY),
    Permission(
        "access.position:approve",
        _("Approve the roles of a position"),
        roles=HEADS,
        fresh_login=True,
        rules=(not_the_maker, not_the_receiver, answers_for_the_roles),
    ),
    Permission(
        "access.position:grant",
        _("Grant the roles of a position"),
        side=Side.ADMIN,
        roles=(ADMINISTRATION,),
        fresh_login=True,
        rules=(not_the_maker, not_the_receiver),
    ),
    Permission(
        "access.term:view", _("See the terms of the separation rules"), roles=(ADMINISTRATION, "audit.internal")
    ),
    Permission("access.term:change", _("Ask for another term"), side=Side.ADMIN, roles=(ADMINISTRATION,)),
    Permission(
        "access.term:approve",
        _("Approve another term"),
        side=Side.ADMIN,
        roles=(ADMINISTRATION,),
        fresh_login=True,
        rules=(not_the_maker,),
    ),
    Permission("access.block_leave:plan", _("Plan block leave"), roles=EVERYBODY),
    Permission(
        "access.block_leave:watch",
        _("Watch who has no block leave yet"),
        roles=("front.head", "board.front", "risk.controller", "risk.head", "compliance.officer"),
    ),
    Permission("access.role:view", _("See what roles may do"), roles=("admin.access", "audit.internal")),
    Permission("desk.evidence:view", _("See the page of the evidence"), roles=WATCHERS_OF_RIGHTS),
    Permission("desk.requirement:edit", _("Word the requirements of the map"), roles=("compliance.officer",)),
    Permission("access.evidence:view", _("Print the evidence on roles and rights"), roles=WATCHERS_OF_RIGHTS),
    Permission("records.numbers:view", _("See whether numbers have gaps"), roles=(*WATCHERS, "back.head")),
    Permission("access.scan:run", _("Look for conflicting roles"), side=Side.AUDIT, roles=("audit.internal",)),
    Permission("records.audit:view", _("Read the audit trail"), side=Side.AUDIT, roles=("audit.internal",)),
    Permission("records.audit:export", _("Export the audit trail"), side=Side.AUDIT, roles=("audit.internal",)),
    Permission("records.audit:verify", _("Verify the audit trail"), side=Side.AUDIT, roles=("audit.internal",)),
    Permission(
        "desk.admin:open",
        _("Open the system administration"),
        side=Side.ADMIN,
        roles=("admin.system",),
        fresh_login=True,
    ),
]
