"""The way of a work order through its states: one action each, one table of transitions for all."""

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import BusinessError, Conflict
from foundation.notices.actions import notify
from foundation.organisation.choices import Side
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..choices import STANDING, TRANSITIONS, Event, MessageKind, OrderState
from ..models import WorkOrder
from ..queries.orders import to_accept
from .orders import say

PERMISSION = {
    Event.ACCEPT: "workorders.order:accept",
    Event.START: "workorders.order:work",
    Event.ASK_BACK: "workorders.order:work",
    Event.ANSWER: "workorders.order:answer",
    Event.PASS_ON: "workorders.order:work",
    Event.FINISH: "workorders.order:close",
    Event.CONFIRM: "workorders.order:confirm",
    Event.REOPEN: "workorders.order:confirm",
    Event.CANCEL: "workorders.order:cancel",
}
NOTICE = "workorders.moved"
NEEDED = ("company__workplace", "team__workplace", "requester")


def accept_order(order, *, by, at=None):
    """Who accepts it works on it."""
    return _step(order, Event.ACCEPT, by, at, assignee=by)


def accept_next(*, by):
    """The oldest duty of his team that nobody has accepted; when a colleague is quicker, the one after it. BusinessError
    `workorders.nothing`."""
    for order in to_accept(by)[:20]:
        try:
            return accept_order(order, by=by)
        except Conflict:
            continue
    raise BusinessError("workorders.nothing", _("Nothing waits to be accepted in your team."))


def accept_orders(orders, *, by):
    """All of them or none."""
    with acting(by):
        return [accept_order(order, by=by) for order in orders]


def start_order(order, *, by, at=None):
    return _step(order, Event.START, by, at)


def ask_back(order, *, by, text, at=None):
    """From now on the clock stands, until the front office has answered."""
    return _step(order, Event.ASK_BACK, by, at, said=(MessageKind.QUESTION, text))


def answer_order(order, *, by, text, at=None):
    return _step(order, Event.ANSWER, by, at, said=(MessageKind.ANSWER, text))


def pass_on(order, *, by, team, text="", at=None):
    """To another team, where somebody else accepts it. Its clock goes on. BusinessError `workorders.team`."""
    if team.side != Side.BACK or team.company_id != order.company_id:
        raise BusinessError("workorders.team", _("Please choose a team of the back office."), field="team")
    said = (MessageKind.NOTE, text) if text else None
    return _step(order, Event.PASS_ON, by, at, said=said, team=team, assignee=None)


def finish_order(order, *, by, text="", at=None):
    at = at or timezone.now()
    said = (MessageKind.RESULT, text) if text else None
    return _step(order, Event.FINISH, by, at, said=said, done_by=by, done_at=at)


def confirm_order(order, *, by, at=None):
    return _step(order, Event.CONFIRM, by, at)


def reopen_order(order, *, by, text, at=None):
    """It was not what was asked for. The clock goes on where it stood."""
    return _step(order, Event.REOPEN, by, at, said=(MessageKind.OBJECTION, text), done_by=None, done_at=None)


def cancel_order(order, *, by, at=None):
    return _step(order, Event.CANCEL, by, at)


def _step(order, event, by, at, said=None, **changes):
    """Conflict `workorders.transition` when the order has moved on meanwhile, or never could do this."""
    at = at or timezone.now()
    with acting(by), guards.speaking():
        order = WorkOrder.objects.select_for_update(of=("self",)).select_related(*NEEDED).get(pk=order.pk)
        check(by, PERMISSION[event], order)
        after = TRANSITIONS[event].get(order.state)
        if after is None:
            raise Conflict("workorders.transition", _refused(order, event))
        changes |= {"state": after, **_clock(order, after, at, changes)}
        if not WorkOrder.objects.filter(pk=order.pk, state=order.state).update(**changes):
            raise Conflict("workorders.transition", _refused(order, event))
        if said:
            say(order, by, *said, at)
        happened(f"workorders.order.{event}", subject=order, team=str(changes.get("team", "")))
        for name, value in changes.items():
            setattr(order, name, value)
        _tell(order, event, by)
        return order


def _refused(order, event):
    sentence = _("“{event}” is not possible: the work order {number} is {state}.")
    return sentence.format(event=event.label, number=order.number, state=order.get_state_display())


def _clock(order, after, at, changes):
    """Lets it stand or go on, and says when the order then is due. What was done keeps the time that it was due."""
    stood, stands = order.state in STANDING, after in STANDING
    if stands and not stood:
        order.pauses.create(began_at=at)
    if stood and not stands:
        order.pauses.filter(ended_at=None).update(ended_at=at)
    if "team" in changes:
        order.team = changes["team"]
    if stands == stood and "team" not in changes:
        return {}
    if after == OrderState.DONE:
        return {"warn_at": None}
    order.__dict__.pop("clock", None)
    return {"warn_at": order.clock.warning, "due_at": order.clock.due}


def _tell(order, event, by):
    """Whoever has to do something now, if it is not himself."""
    words = TOLD.get(event)
    if words is None:
        return
    sentence, to = words
    person = getattr(order, to)
    if person and person.pk != by.pk:
        title = format_lazy(sentence, number=order.number, title=order.title)
        notify(person, title, order.get_absolute_url(), kind=NOTICE)


TOLD = {
    Event.ASK_BACK: (_("The back office has a question about {number}: {title}"), "requester"),
    Event.FINISH: (_("{number} is done, please confirm: {title}"), "requester"),
    Event.ANSWER: (_("Your question about {number} was answered: {title}"), "assignee"),
    Event.REOPEN: (_("{number} was reopened: {title}"), "assignee"),
}
