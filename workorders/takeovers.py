"""What a leaver leaves behind: the work that he accepted, and the answers and confirmations that only he owes."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.access.takeovers import Duty
from foundation.records.audit import happened

from .choices import ACCEPTED, DONE, IN_WORK, WAITING_FRONT
from .models import WorkOrder

AT_WORK, OWED = (ACCEPTED, IN_WORK, WAITING_FRONT), {WAITING_FRONT: "answer", DONE: "confirm"}


def _rows(role, leavers, states):
    by_key = {one.pk: one for one in leavers}
    found = WorkOrder.objects.filter(**{f"{role}__in": leavers}, state__in=states).order_by("pk")
    for order in found:
        leaver = by_key[getattr(order, f"{role}_id")]
        setattr(order, role, leaver)
        yield order, leaver


def _give(order, leaver, to):
    WorkOrder.objects.filter(pk=order.pk, assignee=leaver).update(assignee=to)
    happened("workorders.order.taken_over", subject=order, taker=str(to), leaver=str(leaver))


def _due(order):
    return timezone.localdate(order.due_at) if order.due_at and order.is_open else None


def _title(order):
    return f"{order.number} {order.title}"


AT_WORK_ON = Duty(
    code="workorders.work",
    label=_("Work orders"),
    permission="workorders.order:work",
    waiting=lambda leavers, on: _rows("assignee", leavers, AT_WORK),
    may=lambda person, order, at: bool(can(person, "workorders.order:work", order, at)),
    give=_give,
    still=lambda keys, person: WorkOrder.objects.filter(pk__in=keys, state__in=AT_WORK).order_by("pk"),
    title=_title,
    due=_due,
    url=WorkOrder.get_absolute_url,
)
# The desk speaks for who has left (R25): the order keeps his name, and one of the desk has it on his list.
OWED_BY_ASKER = Duty(
    code="workorders.asked",
    label=_("Work orders"),
    permission="workorders.order:confirm",
    waiting=lambda leavers, on: _rows("requester", leavers, OWED),
    may=lambda person, order, at: bool(can(person, f"workorders.order:{OWED[order.state]}", order, at)),
    still=lambda keys, person: WorkOrder.objects.filter(pk__in=keys, state__in=OWED).order_by("pk"),
    title=_title,
    url=WorkOrder.get_absolute_url,
)
