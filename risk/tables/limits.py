from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.screens.bars import Bar
from foundation.screens.tables import Column, Status, Table
from foundation.screens.templatetags.screens import day as in_words

from ..calc.exposure import BLOCK, OK, WARN
from ..choices import LimitState

TONES = {OK: "good", WARN: "wait", BLOCK: "bad"}


def bar_of(use):
    return Bar(use.percent, TONES[use.state])


def limit_state(limit):
    if limit.state == LimitState.ASKED:
        return Status("waiting", limit.get_state_display())
    if limit.state != LimitState.APPROVED:
        return Status("neutral", limit.get_state_display())
    return standing(limit)


def standing(limit):
    """Where something approved stands today: what holds_from and holds_to say of it."""
    today = timezone.localdate()
    if limit.holds(today):
        return Status("done", _("in force"))
    if limit.holds_from > today and (limit.holds_to is None or limit.holds_to >= limit.holds_from):
        return Status("draft", _("to come"))
    return Status("neutral", _("no longer in force"))


def in_force(limit):
    """From when until when, in words."""
    if limit.holds_from is None:
        return ""
    if limit.holds_to is None:
        return _("since {day}").format(day=in_words(limit.holds_from))
    return f"{in_words(limit.holds_from)} – {in_words(limit.holds_to)}"


def _link(limit):
    return limit.get_absolute_url()


class LimitTable(Table):
    """`uses` knows how full they are."""

    def __init__(self, uses):
        super().__init__(
            Column("thing", _("Limit"), value=lambda limit: limit.thing_label or limit.get_kind_display(), link=_link),
            Column("kind", _("Kind"), value=lambda limit: limit.get_kind_display(), sort="kind", roomy=True),
            Column("amount", _("Amount"), kind="amount", sort="amount"),
            Column("used", _("Used"), value=lambda limit: uses.of(limit).used, kind="amount"),
            Column("free", _("Free"), value=lambda limit: uses.of(limit).free, kind="amount", roomy=True),
            Column("share", _("Utilisation"), value=lambda limit: bar_of(uses.of(limit))),
            Column("valid_to", _("Valid until"), kind="date", sort="valid_to", shown=False),
            Column("state", _("State"), value=limit_state, kind="status"),
            Column("valid_from", _("Valid from"), kind="date", sort="valid_from", shown=False),
            Column("reason", _("Reason"), shown=False),
            Column("made_by", _("Set by"), shown=False, relation="made_by"),
            Column("approved_by", _("Approved by"), shown=False, relation="approved_by"),
        )


USED_BY = Table(
    Column("deal", _("Deal"), value=str, link=lambda exposure: exposure.get_absolute_url()),
    Column("counterparty", _("Counterparty")),
    Column("product", _("Product"), value=lambda exposure: exposure.get_product_display()),
    Column("trader", _("Trader")),
    Column("desk", _("Desk"), roomy=True),
    Column("amount", _("Amount"), kind="amount", sort="amount"),
    Column("until", _("Until"), kind="date", sort="until"),
    Column("at", _("Since"), kind="datetime", roomy=True),
    order="-amount",
)
