from django.utils.translation import gettext_lazy as _

from foundation.access.permissions import Permission
from foundation.access.standard import ROLES
from foundation.organisation.choices import Side

from .rules import not_asked_oneself, of_either_side, of_own_desk, of_own_team, of_the_asker

ASKERS = ("front.trader", "front.advisor", "front.head")
WORKERS = (
    "back.settlement",
    "back.accounting",
    "back.vendor",
    "back.payments",
    "back.customs",
    "back.switchboard",
    "back.hr",
    "back.payroll",
    "back.itops",
    "back.head",
)
READERS = tuple(role.code for role in ROLES if role.side in (Side.FRONT, Side.BACK, Side.AUDIT))


def _front(verb, label, *rules):
    return Permission(f"workorders.order:{verb}", label, Side.FRONT, ASKERS, rules=rules, wall="R25")


def _back(verb, label, *rules):
    rules = (not_asked_oneself, of_own_team, *rules)
    return Permission(f"workorders.order:{verb}", label, Side.BACK, WORKERS, rules=rules, wall="R25")


PERMISSIONS = (
    Permission("workorders.order:view", _("See work orders"), roles=READERS),
    Permission("workorders.order:write", _("Write and attach to work orders"), roles=(*ASKERS, *WORKERS), rules=(of_either_side,)),
    _front("ask", _("Ask the back office for work")),
    _front("answer", _("Answer questions about work orders"), of_own_desk),
    _front("confirm", _("Confirm that a work order is done, or reopen it"), of_the_asker),
    _front("cancel", _("Cancel own new work orders"), of_the_asker),
    _back("accept", _("Accept work orders")),
    _back("work", _("Work on work orders, ask back and pass them on")),
    _back("close", _("Close work orders")),
    Permission("workorders.service:edit", _("Keep teams and times of work orders"), Side.BACK, ("back.head",)),
    Permission(
        "workorders.report:view",
        _("Report on work orders"),
        Side.BACK,
        ("back.head", "board.back", "risk.controller", "risk.head", "audit.internal"),
    ),
)  # fmt: skip
