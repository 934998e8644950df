from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Status, Table

from ..choices import PaymentState

TONES = {PaymentState.ORDERED: "waiting", PaymentState.RELEASED: "done", PaymentState.STOPPED: "neutral"}


def payment_state(order):
    return Status(TONES[order.state], order.get_state_display())


PAYMENTS = Table(
    Column("number", _("Number"), sort="number", link=lambda order: order.get_absolute_url()),
    Column("partner", _("Business partner"), sort="partner__name"),
    Column("due", _("Due"), kind="date", sort="due"),
    Column("amount", _("Amount"), kind="amount", sort="amount"),
    Column("currency", _("Currency")),
    Column("origin", _("For")),
    Column("state", _("Status"), value=payment_state, kind="status"),
    Column("ordered_by", _("Ordered by"), roomy=True),
    Column("iban", _("IBAN"), value="bank_account.iban_in_groups", shown=False),
    Column("purpose", _("Purpose"), shown=False),
    order="due",
)
