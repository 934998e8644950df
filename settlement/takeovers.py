"""What a leaver leaves behind: the discrepancies that he leads."""

from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.access.takeovers import Duty
from foundation.records.audit import happened

from .actions.confirmations import CLOSE
from .choices import DiscrepancyState
from .models import Discrepancy


def _led(leavers, on):
    by_key = {one.pk: one for one in leavers}
    found = Discrepancy.objects.filter(owner__in=leavers, state=DiscrepancyState.OPEN).select_related("deal")
    return [(row, by_key[row.owner_id]) for row in found.order_by("pk")]


def _give(row, leaver, to):
    Discrepancy.objects.filter(pk=row.pk, owner=leaver).update(owner=to)
    happened("settlement.discrepancy.handed_over", subject=row, owner=str(to))


DISCREPANCIES = Duty(
    code="settlement.discrepancy",
    label=_("Discrepancy"),
    permission=CLOSE,
    waiting=_led,
    may=lambda person, row, at: bool(can(person, CLOSE, row, at)),
    give=_give,
    still=lambda keys, person: (
        Discrepancy.objects.filter(pk__in=keys, state=DiscrepancyState.OPEN).select_related("deal").order_by("pk")
    ),
    url=Discrepancy.get_absolute_url,
)
