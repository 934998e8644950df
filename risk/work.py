"""What waits in risk control: broken limits to be decided, tolerances that end soon."""

from datetime import timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.access.policy import can
from foundation.desk.worklist import WorkItem

from .choices import BreachState
from .models import LimitBreach

KIND = _("Risk control")
SOON = timedelta(days=3)


def waiting(person):
    if not can(person, "risk.breach:decide"):
        return
    breaches, address = LimitBreach.objects.visible_to(person), reverse("risk:breaches")
    found = breaches.open().aggregate(count=Count("pk"), first=Min("opened_at"))
    if count := found["count"]:
        title = ngettext("Decide {count} limit breach", "Decide {count} limit breaches", count).format(count=count)
        yield WorkItem(title, f"{address}?state={BreachState.OPEN}", KIND, found["first"])
    ending = breaches.filter(state=BreachState.TOLERATED, tolerated_until__lte=timezone.localdate() + SOON)
    found = ending.aggregate(count=Count("pk"), first=Min("decided_at"), last_day=Min("tolerated_until"))
    if count := found["count"]:
        title = ngettext("{count} tolerance ends", "{count} tolerances end", count).format(count=count)
        url = f"{address}?state={BreachState.TOLERATED}&sort=tolerated_until"
        yield WorkItem(title, url, KIND, found["first"], found["last_day"])


def open_breaches(person):
    """The number beside the menu's entry."""
    return LimitBreach.objects.visible_to(person).open().count()
