from django.utils.translation import gettext_lazy as _

from foundation.access.decisions import Deny
from foundation.access.models import AddressChange, SignInHelp
from foundation.access.permissions import Permission
from foundation.access.rules import not_the_maker
from foundation.organisation.choices import Side
from foundation.organisation.models import Person

OWN_MATTER = Deny("R23", _("Nobody decides on matters of his own."))


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


PERMISSIONS = [
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
        rules=(not_the_maker, not_the_receiver),
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
    Permission("access.role:view", _("See what roles may do"), roles=("admin.access", "audit.internal")),
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
