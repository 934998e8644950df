"""Work orders as they are looked for."""

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.organisation.choices import Side

from ..choices import OrderState
from ..models import WorkOrder
from ..rules import stands_on

SIGHTS = {
    "open": (_("to be done"), lambda rows: rows.open()),
    "free": (_("not accepted yet"), lambda rows: rows.filter(state__in=(OrderState.NEW, OrderState.REOPENED))),
    "soon": (_("due soon"), lambda rows: rows.open().filter(warn_at__lte=timezone.now(), due_at__gt=timezone.now())),
    "late": (_("overdue"), lambda rows: rows.open().filter(due_at__lte=timezone.now())),
    "missed": (_("closed too late"), lambda rows: rows.filter(done_at__gt=F("due_at"))),
    "not_over": (_("not over"), lambda rows: rows.not_over()),
}


def listed(person):
    return WorkOrder.objects.visible_to(person).select_related("requester", "team", "assignee")


def asked_by_desk(person):
    """What one asked for himself, and what his desk did."""
    return listed(person).filter(Q(requester=person) | Q(desk=person.unit_id))


def inbox(person):
    """What the own team has to do, and of what it did the questions that wait."""
    return listed(person).filter(team=person.unit_id).not_over().exclude(state=OrderState.DONE)


def to_accept(person):
    """What nobody has accepted yet in the own team, the oldest duty first."""
    free = WorkOrder.objects.visible_to(person).filter(
        team=person.unit_id, state__in=(OrderState.NEW, OrderState.REOPENED)
    )
    return free.order_by("due_at", "pk")


def at_work(person):
    return WorkOrder.objects.visible_to(person).open().filter(assignee=person).order_by("due_at", "pk")


def to_answer(person):
    waiting = WorkOrder.objects.visible_to(person).filter(state=OrderState.WAITING_FRONT)
    return waiting.filter(Q(requester=person)).order_by("pk")


def to_confirm(person):
    return (
        WorkOrder.objects.visible_to(person).filter(requester=person, state=OrderState.DONE).order_by("done_at", "pk")
    )


def asks(person):
    return bool(can(person, "workorders.order:ask"))


def works(person):
    return stands_on(person, Side.BACK) and bool(can(person, "workorders.order:accept"))
