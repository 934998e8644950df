from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from foundation.screens.tables import Column, Status, Table

from ..choices import OrderState, Priority
from ..queries.services import levels_of

TONES = {
    OrderState.NEW: "draft",
    OrderState.ACCEPTED: "posted",
    OrderState.IN_WORK: "posted",
    OrderState.WAITING_FRONT: "waiting",
    OrderState.DONE: "done",
    OrderState.CONFIRMED: "done",
    OrderState.CANCELLED: "neutral",
    OrderState.REOPENED: "error",
}


def state_of(order):
    return Status(TONES[order.state], order.get_state_display())


def time_of(order):
    """What the clock says, in a word."""
    now = timezone.now()
    if order.state == OrderState.CANCELLED:
        return Status("neutral", "–")
    if order.done_at:
        late = order.due_at and order.done_at > order.due_at
        return Status("error", _("too late")) if late else Status("done", _("in time"))
    if order.state == OrderState.WAITING_FRONT:
        return Status("neutral", _("clock stands"))
    if order.due_at and order.due_at <= now:
        return Status("error", _("overdue"))
    if order.warn_at and order.warn_at <= now:
        return Status("waiting", _("due soon"))
    return Status("done", _("in time"))


def in_words(duration):
    """2 h 30 min; a minus where it is below zero."""
    minutes = round(abs(duration) / timedelta(minutes=1))
    hours, rest = divmod(minutes, 60)
    words = " ".join(filter(None, [hours and f"{hours} {_('h')}", (rest or not hours) and f"{rest} {_('min')}"]))
    return f"−{words}" if duration < timedelta(0) and minutes else words


def promised(service):
    """[(priority, its name and time)] of a service, as one chooses among them."""
    minutes = levels_of(service)
    return [
        (priority.value, f"{priority.label} ({in_words(timedelta(minutes=minutes[priority]))})")
        for priority in Priority
    ]


def usual_time(service):
    return in_words(timedelta(minutes=levels_of(service)[Priority.NORMAL]))


ORDERS = Table(
    Column("number", gettext_lazy("Number"), kind="link", sort="pk", link=lambda order: order.get_absolute_url()),
    Column("title", gettext_lazy("What it is about")),
    Column("kind", gettext_lazy("Kind"), value=lambda order: order.get_kind_display(), shown=False),
    Column("due_at", gettext_lazy("Due"), kind="datetime", sort="due_at"),
    Column("time", pgettext_lazy("work order", "Time"), value=time_of, kind="status"),
    Column("state", gettext_lazy("State"), value=state_of, kind="status"),
    Column("requester", gettext_lazy("Asked by"), roomy=True),
    Column("team", gettext_lazy("Team"), roomy=True),
    Column("assignee", gettext_lazy("Assigned to"), roomy=True),
    Column("priority", gettext_lazy("Priority"), value=lambda order: order.get_priority_display(), shown=False),
    Column("subject", gettext_lazy("Belongs to"), shown=False),
    Column("asked_at", gettext_lazy("Asked"), kind="datetime", sort="asked_at", shown=False),
    Column("desk", gettext_lazy("Desk"), shown=False, relation="desk"),
    Column("done_at", gettext_lazy("Closed"), kind="datetime", shown=False),
    Column("done_by", gettext_lazy("Closed by"), shown=False, relation="done_by"),
    order="-number",
)
INBOX = Table(*(column for column in ORDERS.available if column.name != "team"), order="due_at")
IN_BRIEF = Table(
    Column("number", gettext_lazy("Number"), link=lambda order: order.get_absolute_url()),
    Column("title", gettext_lazy("What it is about")),
    Column("requester", gettext_lazy("Asked by")),
    Column("due_at", gettext_lazy("Due"), kind="datetime"),
)
