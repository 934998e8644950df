from django.utils.translation import gettext_lazy as _

from foundation.screens.bars import Bar
from foundation.screens.tables import Column, Status, Table
from foundation.screens.templatetags.screens import day

from ..choices import BreachState

TONES = {
    BreachState.OPEN: "error",
    BreachState.TOLERATED: "waiting",
    BreachState.REDUCED: "done",
    BreachState.RAISED: "done",
    BreachState.REFUSED: "neutral",
}


def breach_state(breach):
    label = breach.get_state_display()
    if breach.tolerated_until:
        label = _("tolerated until {day}").format(day=day(breach.tolerated_until))
    return Status(TONES[breach.state], label)


def broken_limit(breach):
    return str(breach.limit) if breach.limit else _("No limit for the counterparty")


BREACHES = Table(
    Column("deal", _("Deal"), value="exposure", kind="link", link=lambda breach: breach.get_absolute_url()),
    Column("limit", _("Limit"), value=broken_limit),
    Column("limit_amount", _("Amount of the limit"), kind="amount", roomy=True),
    Column("after", _("Used with the deal"), kind="amount", sort="after"),
    Column("share", _("Utilisation"), value=lambda breach: Bar(breach.percent, "bad")),
    Column("state", _("State"), value=breach_state, kind="status"),
    Column("tolerated_until", _("Tolerated until"), kind="date", sort="tolerated_until", shown=False),
    Column("opened_at", _("Opened"), kind="datetime", sort="opened_at"),
    Column("counterparty", _("Counterparty"), value="exposure.counterparty", shown=False),
    Column("trader", _("Trader"), value="exposure.trader", shown=False),
    Column("desk", _("Desk"), value="exposure.desk", shown=False),
    Column("amount", _("Amount of the deal"), value="exposure.amount", kind="amount", shown=False),
    Column("reason", _("Reason"), shown=False),
    Column("decided_by", _("Decided by"), shown=False, relation="decided_by"),
    order="-opened_at",
)
