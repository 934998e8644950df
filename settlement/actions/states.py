"""What follows for a deal where risk control has decided."""

from django.utils.translation import gettext_lazy as _

from foundation.notices.actions import notify
from foundation.records.audit import happened

from ..choices import DealEvent
from ..models import Deal
from .moves import move_deal


def locked(deal):
    """The deal as it is now, held until the end of the transaction."""
    return Deal.objects.select_for_update(of=("self",)).select_related("company", "trader").get(pk=deal.pk)


def unblocked(key, by):
    """Risk control lets the deal pass, in its own transaction."""
    deal = locked(Deal(pk=key))
    move_deal(deal, DealEvent.UNBLOCK)
    happened("settlement.deal.unblocked", subject=deal, number=deal.number)
    title = _("{number} is no longer blocked.").format(number=deal.number)
    notify(deal.trader, title, deal.get_absolute_url(), kind="settlement.deal")


def refused(key, by):
    deal = locked(Deal(pk=key))
    move_deal(deal, DealEvent.REFUSE)
    happened("settlement.deal.refused", subject=deal, number=deal.number)
    title = _("Risk control refuses {number}. It is cancelled.").format(number=deal.number)
    notify(deal.trader, title, deal.get_absolute_url(), kind="settlement.deal")
