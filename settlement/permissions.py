from django.utils.translation import gettext_lazy as _

from foundation.access.permissions import Permission
from foundation.access.rules import not_former_desk, not_own_work
from foundation.organisation.choices import Side

from .rules import not_confirmed_yet, own_deal, product_of_the_role, released_by_another

TRADERS = ("front.trader", "front.advisor")
LEADERS = ("front.head",)
SETTLERS = ("back.settlement",)
ALL_DESKS = (
    "board.front",
    "back.settlement",
    "back.head",
    "board.back",
    "risk.controller",
    "risk.head",
    "compliance.officer",
    "audit.internal",
)

DEALS = (
    Permission("settlement.deal:view", _("see deals"), roles=(*TRADERS, *LEADERS, *ALL_DESKS)),
    Permission("settlement.deal:capture", _("capture deals"), Side.FRONT, TRADERS, rules=(product_of_the_role,)),
    Permission(
        "settlement.deal:edit",
        _("edit own deals before they are confirmed"),
        Side.FRONT,
        TRADERS,
        rules=(own_deal, not_confirmed_yet),
    ),
    Permission("settlement.deal:ask_cancel", _("ask for the cancellation of a deal"), Side.FRONT, (*TRADERS, *LEADERS)),
    Permission(
        "settlement.deal:cancel",
        _("cancel deals that the front office asks to be cancelled"),
        Side.BACK,
        ("back.settlement", "back.head"),
        rules=(not_own_work, not_former_desk),
        wall="R04",
    ),
    Permission(
        "settlement.cut_off:edit",
        _("set the cut-off of deals"),
        roles=("back.head", "risk.controller", "risk.head"),
        wall="R14",
    ),
)

SETTLERS = ("back.settlement",)
JUDGES = ("risk.controller", "risk.head")
READERS = (*SETTLERS, "back.head", "board.back", *JUDGES, "compliance.officer", "audit.internal")
NOT_OF_ONESELF = (not_own_work, not_former_desk)

SETTLING = (
    Permission("settlement.confirmation:view", _("see confirmations"), Side.BACK, READERS, wall="R04"),
    Permission(
        "settlement.deal:confirm",
        _("confirm deals and take in confirmations"),
        Side.BACK,
        SETTLERS,
        rules=NOT_OF_ONESELF,
        wall="R04",
    ),
    Permission(
        "settlement.discrepancy:close",
        _("clear and close discrepancies"),
        Side.BACK,
        (*SETTLERS, "back.head"),
        rules=NOT_OF_ONESELF,
        wall="R04",
    ),
    Permission(
        "settlement.market_check:decide",
        _("judge prices off the market"),
        Side.RISK,
        JUDGES,
        rules=NOT_OF_ONESELF,
        wall="R13",
    ),
    Permission("settlement.settlement:view", _("see settlements"), Side.BACK, READERS, wall="R05"),
    Permission(
        "settlement.deal:settle", _("prepare settlements"), Side.BACK, SETTLERS, rules=NOT_OF_ONESELF, wall="R04"
    ),
    Permission(
        "settlement.instruction:edit",
        _("change where a counterparty is paid"),
        Side.BACK,
        SETTLERS,
        rules=NOT_OF_ONESELF,
        wall="R05",
    ),
    Permission(
        "settlement.settlement:release",
        _("release settlements"),
        Side.BACK,
        (*SETTLERS, "back.head"),
        money=True,
        fresh_login=True,
        rules=(*NOT_OF_ONESELF, released_by_another),
        wall="R04",
    ),
    Permission(
        "settlement.terms:edit",
        _("set how products are checked, released and booked"),
        Side.BACK,
        ("back.head",),
        wall="R14",
    ),
)

EVIDENCE = (
    Permission(
        "settlement.evidence:view",
        _("print the evidence on deals"),
        roles=("audit.internal", "compliance.officer", "risk.head", "back.head", "board.back"),
        wall="R04",
    ),
)

PERMISSIONS = (*DEALS, *SETTLING, *EVIDENCE)
