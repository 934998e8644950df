from django.utils.translation import gettext_lazy as _

from foundation.access.permissions import EVERYBODY, Permission
from foundation.access.rules import not_own_work, not_the_maker
from foundation.organisation.choices import Side

from .rules import not_former_desk, own_request

CONTROLLERS = ("risk.controller", "risk.head")
READERS = (*CONTROLLERS, "compliance.officer", "board.back", "board.front", "audit.internal")
BOARD = ("board.back", "board.front")
WATCHERS = (*CONTROLLERS, "compliance.officer", "board.back", "audit.internal")
DECIDERS = ("risk.head", "board.back")
ASKERS = ("front.trader", "front.advisor", "front.head")
VOTERS = ("front.head", "board.front", "back.head", "board.back")
OTHER_HANDS = (not_own_work, not_former_desk)

LIMITS = (
    Permission("risk.limit:view", _("see limits and what uses them"), roles=READERS),
    Permission("risk.limit:edit", _("set limits"), Side.RISK, CONTROLLERS, rules=OTHER_HANDS, wall="R11"),
    Permission(
        "risk.limit:approve",
        _("approve limits"),
        Side.RISK,
        CONTROLLERS,
        rules=(not_the_maker, *OTHER_HANDS),
        wall="R11",
    ),
    Permission("risk.breach:view", _("see limit breaches"), roles=READERS),
    Permission("risk.breach:decide", _("decide limit breaches"), Side.RISK, CONTROLLERS, rules=OTHER_HANDS, wall="R11"),
)
CREDITS = (
    Permission(
        "risk.credit:view", _("see credit decisions"), roles=(*READERS, *ASKERS, "back.head", "back.settlement")
    ),
    Permission("risk.credit:ask", _("ask for credit decisions"), Side.FRONT, ASKERS, rules=(own_request,)),
    Permission("risk.credit:vote", _("vote on credit decisions"), roles=VOTERS, rules=(not_the_maker, not_own_work)),
    Permission("risk.credit:export", _("print the evidence on credit decisions"), roles=(*READERS, "back.head")),
    Permission("risk.credit_policy:edit", _("set which payment terms are decided on"), Side.RISK, ("risk.head",)),
)
PRICES = (
    Permission("risk.price:view", _("see reference prices"), roles=(*READERS, "back.settlement", "back.head")),
    Permission("risk.price:edit", _("import and set reference prices"), Side.RISK, CONTROLLERS, wall="R14"),
    Permission(
        "risk.price:approve", _("approve reference prices"), Side.RISK, CONTROLLERS, rules=(not_the_maker,), wall="R14"
    ),
)

INCIDENTS = (
    Permission("risk.incident:report", _("report incidents"), roles=EVERYBODY, finding=True),
    Permission("risk.incident:view", _("see one's own incidents"), roles=EVERYBODY),
    Permission("risk.incident:view_all", _("see all incidents and losses"), roles=WATCHERS),
    Permission("risk.incident:analyse", _("analyse and close incidents"), Side.RISK, CONTROLLERS),
    Permission("risk.material_loss:edit", _("set from when on a loss is material"), Side.RISK, ("risk.head",)),
)
INVENTORY = (
    Permission("risk.risk:view", _("see the risk inventory"), roles=READERS),
    Permission("risk.risk:edit", _("keep the risk inventory"), Side.RISK, CONTROLLERS),
    Permission("risk.risk:freeze", _("freeze the inventory of a year"), Side.RISK, ("risk.head",)),
    Permission("risk.risk:accept", _("approve that a risk is accepted"), roles=DECIDERS, rules=(not_the_maker,)),
)
KEY_FIGURES = (
    Permission("risk.key_figure:view", _("see key risk indicators"), roles=READERS),
    Permission("risk.key_figure:edit", _("set thresholds of key risk indicators"), Side.RISK, CONTROLLERS),
)
DAILY = (
    Permission("risk.daily_report:view", _("see daily risk reports"), roles=READERS),
    Permission("risk.daily_report:sign", _("sign daily risk reports"), Side.RISK, ("risk.head",)),
    Permission("risk.daily_report:read", _("confirm having read daily risk reports"), roles=BOARD),
)

PERMISSIONS = (*LIMITS, *CREDITS, *PRICES, *INCIDENTS, *INVENTORY, *KEY_FIGURES, *DAILY)
