"""What waits on the work list, the badges of the menu, the figures of the home page, and the calendar."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.calendars import feed
from foundation.desk.figures import Figure
from foundation.desk.worklist import WorkItem

from .models import WorkOrder
from .queries import orders

KIND = _("Work orders")
WINDOW = timedelta(days=30)


def waiting(person):
    if orders.works(person):
        for order in orders.at_work(person):
            yield _item(order, order.title)
        for order in orders.to_accept(person)[:50]:
            yield _item(order, _("Accept: {title}").format(title=order.title))
    if orders.asks(person):
        for order in orders.to_answer(person):
            yield _item(order, _("Answer: {title}").format(title=order.title))
        for order in orders.to_confirm(person):
            yield _item(order, _("Confirm: {title}").format(title=order.title))


def _item(order, title):
    due = timezone.localdate(order.due_at) if order.due_at and order.is_open else None
    return WorkItem(f"{order.number} {title}", order.get_absolute_url(), KIND, order.asked_at, due)


def to_accept(person):
    return orders.to_accept(person).count() if orders.works(person) else 0


def to_answer_or_confirm(person):
    return orders.to_answer(person).count() + orders.to_confirm(person).count()


def figures(person):
    now = timezone.now()
    if orders.works(person):
        free = orders.to_accept(person).count()
        team = f"{reverse('workorders:team')}?sight="
        yield Figure(_("Work orders to accept"), free, url=f"{team}free", tone="wait" if free else "")
        late = orders.inbox(person).open().filter(due_at__lte=now).count()
        yield Figure(_("Work orders overdue"), late, url=f"{team}late", tone="bad" if late else "good")
    elif orders.asks(person):
        mine = orders.asked_by_desk(person).not_over().count()
        yield Figure(_("My work orders"), mine, url=f"{reverse('workorders:mine')}?sight=not_over")


def register():
    feed.register(feed.Provider("workorder", _("work orders that I work on"), due_orders))


def due_orders(person, first, last):
    mine = WorkOrder.objects.visible_to(person).open().filter(assignee=person, due_at__isnull=False)
    for order in mine:
        if first <= timezone.localdate(order.due_at) <= last:
            title = f"{order.number} {order.title}"
            yield feed.Event(str(order.pk), title, order.due_at, order.get_absolute_url())
