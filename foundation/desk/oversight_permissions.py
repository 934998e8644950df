"""What watches over the rights themselves: emergency rights, looking as another person."""

from django.utils.translation import gettext_lazy as _

from foundation.access.models import BreakGlass
from foundation.access.permissions import Permission
from foundation.access.rules import not_the_maker
from foundation.organisation.choices import Side

from .permissions import ADMINISTRATION, OWN_MATTER, not_the_receiver

TECHNICAL = ("admin.system", "back.itops")
BOARD = ("board.front", "board.back")


def not_the_user_of_it(person, obj, at):
    """R10: what was done with emergency rights is reviewed by another person."""
    return OWN_MATTER if isinstance(obj, BreakGlass) and obj.person_id == person.pk else None


PERMISSIONS = [
    Permission(
        "access.break_glass:view",
        _("See uses of emergency rights"),
        roles=(*TECHNICAL, ADMINISTRATION, *BOARD, "audit.internal"),
    ),
    Permission("access.break_glass:ask", _("Break the glass"), roles=TECHNICAL, fresh_login=True, second_factor=True),
    Permission(
        "access.break_glass:approve",
        _("Approve emergency rights"),
        roles=(ADMINISTRATION, *BOARD),
        fresh_login=True,
        rules=(not_the_maker, not_the_receiver),
    ),
    Permission(
        "access.break_glass:review",
        _("Review uses of emergency rights"),
        roles=(ADMINISTRATION, *BOARD),
        rules=(not_the_user_of_it,),
    ),
    Permission(
        "access.exception:view",
        _("See exceptions from separation"),
        roles=(ADMINISTRATION, *BOARD, "audit.internal", "compliance.officer"),
    ),
    Permission("access.exception:ask", _("Ask for exceptions and end them"), side=Side.ADMIN, roles=(ADMINISTRATION,)),
    Permission(
        "access.exception:approve",
        _("Approve exceptions from separation"),
        roles=BOARD,
        fresh_login=True,
        rules=(not_the_maker, not_the_receiver),
    ),
    Permission("access.profile:ask", _("Ask for another separation profile"), side=Side.ADMIN, roles=(ADMINISTRATION,)),
    Permission(
        "access.profile:approve",
        _("Approve another separation profile"),
        roles=(ADMINISTRATION, *BOARD),
        fresh_login=True,
        rules=(not_the_maker,),
    ),
    Permission(
        "access.view_as:run",
        _("Look as another person"),
        roles=(ADMINISTRATION, "audit.internal"),
        fresh_login=True,
        second_factor=True,
    ),
]
