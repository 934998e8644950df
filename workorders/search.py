from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.screens import search

from .models import WorkOrder


def numbers(person, text):
    """Its number in full or begun; its last digits alone."""
    if text.isdecimal() and len(text) <= 6:
        yield Q(sequence=int(text))
    yield Q(number__begins=text.upper())


ORDERS = search.Provider(
    kind="workorders",
    label=_("Work orders"),
    icon="clipboard-check",
    permission="workorders.order:view",
    model=WorkOrder,
    rows=WorkOrder.objects.visible_to,
    title=lambda order: f"{order} – {order.title}",
    subtitle=lambda order: " · ".join(
        filter(None, [order.get_kind_display(), order.get_state_display(), order.subject])
    ),
    names=("title", "subject"),
    numbers=numbers,
)
