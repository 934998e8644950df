from django.utils.translation import gettext_lazy as _

from foundation.lib.decimals import format_decimal
from foundation.screens.tables import Column, Status, Table
from foundation.screens.templatetags.screens import is_english

from ..choices import PriceState

TONES = {PriceState.PROPOSED: "waiting", PriceState.APPROVED: "done", PriceState.REFUSED: "neutral"}

PLACES = 4


def price_state(price):
    return Status(TONES[price.state], price.get_state_display())


def price_shown(price):
    """With four decimals at least, so that prices of a column stand below each other."""
    return format_decimal(price.price, least=PLACES, english=is_english())


PRICES = Table(
    Column("code", _("Code"), sort="code", link=lambda price: price.get_absolute_url()),
    Column("day", _("Day"), kind="date", sort="day"),
    Column("price", _("Price"), value=price_shown, kind="number", sort="price"),
    Column("kind", _("Kind"), value=lambda price: price.get_kind_display(), sort="kind", roomy=True),
    Column("source", _("Source"), value=lambda price: price.get_source_display(), sort="source"),
    Column("state", _("State"), value=price_state, kind="status"),
    Column("reason", _("Reason"), shown=False),
    Column("made_by", _("Set by"), shown=False, relation="made_by"),
    Column("made_at", _("Set on"), kind="datetime", shown=False),
    Column("approved_by", _("Approved by"), shown=False, relation="approved_by"),
    order="-day",
)
