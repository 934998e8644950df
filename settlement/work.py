"""What waits with deals: blocked ones, of which their traders know; cancellations for the back office to decide."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.access.policy import can
from foundation.desk.worklist import WorkItem

from .choices import DealState
from .models import Cancellation, Deal

KIND = _("Deals")


def waiting(person):
    if can(person, "settlement.deal:capture"):
        yield from _blocked(person)
    if can(person, "settlement.deal:cancel"):
        asked = Cancellation.objects.visible_to(person).asked().select_related("deal").order_by("asked_at")
        for cancellation in asked[:50]:
            title = _("Decide on the cancellation of {deal}").format(deal=cancellation.deal)
            yield WorkItem(title, cancellation.get_absolute_url(), KIND, cancellation.asked_at)


def _blocked(person):
    deals = Deal.objects.visible_to(person).filter(state=DealState.BLOCKED, trader=person)
    found = deals.aggregate(count=Count("pk"), first=Min("traded_at"))
    if count := found["count"]:
        title = ngettext(
            "{count} deal of yours is blocked: risk control decides",
            "{count} deals of yours are blocked: risk control decides",
            count,
        )
        url = f"{reverse('settlement:deals')}?whose=mine&state={DealState.BLOCKED}"
        yield WorkItem(title.format(count=count), url, KIND, found["first"])
