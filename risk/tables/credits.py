from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Status, Table

from ..choices import CreditState
from .limits import in_force, standing


def credit_state(decision):
    if decision.state == CreditState.ASKED:
        return Status("waiting", decision.get_state_display())
    if decision.state == CreditState.AGREED:
        return standing(decision)
    return Status("error" if decision.state == CreditState.DECLINED else "neutral", decision.get_state_display())


CREDITS = Table(
    Column("partner", _("Customer"), value="partner", link=lambda decision: decision.get_absolute_url()),
    Column("days", _("Days"), kind="number", sort="days"),
    Column("amount", _("Up to"), kind="amount", sort="amount"),
    Column("asked_by", _("Asked by")),
    Column("asked_at", _("Asked"), kind="datetime", sort="asked_at"),
    Column("in_force", _("In force"), value=in_force, roomy=True),
    Column("state", _("State"), value=credit_state, kind="status"),
    Column("reason", _("Reason"), shown=False),
    Column("valid_from", _("Valid from"), kind="date", sort="valid_from", shown=False),
    Column("valid_to", _("Valid until"), kind="date", sort="valid_to", shown=False),
    Column("decided_at", _("Decided"), kind="datetime", sort="decided_at", shown=False),
)
POLICIES = Table(
    Column("set_at", _("Set on"), kind="datetime"),
    Column("ordinary_days", _("Ordinary payment term in days"), kind="number"),
    Column("relevant_from", _("Bears risk from"), kind="amount"),
    Column("reason", _("Reason")),
    Column("set_by", _("Set by")),
)
