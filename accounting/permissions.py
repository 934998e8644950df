from django.utils.translation import gettext_lazy as _

from foundation.access.permissions import Permission
from foundation.access.rules import not_the_maker
from foundation.organisation.choices import Side

from .rules import changed_nothing_of_it, own_template, posted_by_another

READERS = ("back.accounting", "back.head", "board.back", "audit.internal")
PAYERS = ("back.payments",)
BOOKKEEPERS = ("back.accounting",)
LEADERS = ("front.head", "board.front")

PERMISSIONS = (
    Permission("accounting.entry:view", _("see the books"), Side.BACK, READERS),
    Permission("accounting.entry:capture", _("capture entries"), Side.BACK, BOOKKEEPERS),
    Permission(
        "accounting.entry:post",
        _("post entries"),
        Side.BACK,
        ("back.accounting", "back.head"),
        rules=(posted_by_another,),
    ),
    Permission("accounting.entry:reverse", _("reverse posted entries"), Side.BACK, BOOKKEEPERS),
    Permission(
        "accounting.template:edit", _("keep templates of entries"), Side.BACK, BOOKKEEPERS, rules=(own_template,)
    ),
    Permission("accounting.import:add", _("import booking batches"), Side.BACK, BOOKKEEPERS),
    Permission("accounting.period:lock", _("lock and open periods"), Side.BACK, ("back.accounting", "back.head")),
    Permission("accounting.account:edit", _("maintain accounts"), Side.BACK, BOOKKEEPERS),
    Permission("accounting.bank:view", _("see bank statements"), Side.BACK, (*READERS, "back.payments")),
    Permission("accounting.bank:import", _("import bank statements"), Side.BACK, BOOKKEEPERS),
    Permission("accounting.bank:book", _("book bank lines"), Side.BACK, BOOKKEEPERS),
    Permission("accounting.payment:view", _("see payment orders"), Side.BACK, (*READERS, *PAYERS, "back.settlement")),
    Permission(
        "accounting.payment:release",
        _("release payments"),
        Side.BACK,
        PAYERS,
        money=True,
        fresh_login=True,
        rules=(not_the_maker, changed_nothing_of_it),
    ),
    Permission("accounting.payment:stop", _("stop payments"), Side.BACK, (*PAYERS, "back.head")),
    # Sums of months: the one thing of the books that the front office reads, and only those who lead it.
    Permission("accounting.result:view", _("see the result by month"), roles=(*READERS, *LEADERS)),
    Permission("accounting.report:view", _("run the reports of the books"), Side.BACK, READERS),
)
