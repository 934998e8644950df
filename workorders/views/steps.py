"""One address for each thing that may happen to a work order."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_POST

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.screens.bulk import bulk_page
from foundation.screens.forms import CommandForm
from foundation.screens.writing import form_page, perform

from ..actions import steps
from ..actions.orders import WORK, WRITE, write_message
from ..choices import TRANSITIONS, Event
from ..forms.orders import PassOnForm, ResultForm, TextForm
from ..queries.orders import listed
from ..tables.orders import IN_BRIEF
from .orders import ACCEPT, order_page, visible


def _step(permission, action, message, form_class=CommandForm):
    @require_POST
    @requires(permission)
    def view(request, pk):
        order = visible(request, pk)
        form = form_class(request.POST)

        def act(data):
            said = {"text": data["text"]} if "text" in data else {}
            action(order, by=request.person, **said)
            return order.get_absolute_url()

        return perform(request, form, act, permission=permission, message=message) or order_page(request, order, form)

    return view


def _of(event, action, message, form_class=CommandForm):
    return _step(steps.PERMISSION[event], action, message, form_class)


def _internally(order, **said):
    return write_message(order, internal=True, **said)


accept = _of(Event.ACCEPT, steps.accept_order, _("You have accepted the work order."))
start = _of(Event.START, steps.start_order, _("You have begun."))
question = _of(
    Event.ASK_BACK, steps.ask_back, _("The question was sent. The clock stands until it is answered."), TextForm
)
answer = _of(Event.ANSWER, steps.answer_order, _("The answer was sent."), TextForm)
finish = _of(Event.FINISH, steps.finish_order, _("The work order is closed."), ResultForm)
confirm = _of(Event.CONFIRM, steps.confirm_order, _("Confirmed."))
reopen = _of(Event.REOPEN, steps.reopen_order, _("The work order is open again."), TextForm)
cancel = _of(Event.CANCEL, steps.cancel_order, _("The work order was cancelled."))
message = _step(WRITE, write_message, _("Written."), TextForm)
note = _step(WORK, _internally, _("Noted for the back office only."), TextForm)


@requires(WORK)
def pass_on(request, pk):
    order = visible(request, pk)
    check(request.person, WORK, order)
    form = PassOnForm(request.POST or None, order=order)

    def act(data):
        steps.pass_on(order, by=request.person, team=data["team"], text=data["text"])
        return order.get_absolute_url()

    message = _("The work order was passed on.")
    if request.method == "POST" and (done := perform(request, form, act, permission=WORK, message=message)):
        return done
    title = _("Pass on {order}").format(order=order)
    return form_page(request, form=form, title=title, submit=_("Pass on"), cancel=order.get_absolute_url())


@requires(ACCEPT)
def accepting(request):
    return bulk_page(
        request,
        name="order",
        rows=listed(request.person).order_by("due_at", "pk"),
        table=IN_BRIEF,
        why_not=lambda order: _why_not_accept(request.person, order),
        act=lambda chosen, data: steps.accept_orders(chosen, by=request.person) and None,
        permission=ACCEPT,
        title=_("Accept work orders"),
        submit=ngettext_lazy("Accept %(number)d work order", "Accept %(number)d work orders", "number"),
        message=_("Accepted."),
        back=(_("Inbox of the team"), reverse("workorders:team")),
    )


@require_POST
@requires(ACCEPT)
def take_next(request):
    """The oldest duty of the team that nobody has accepted."""
    form = CommandForm(request.POST)

    def act(data):
        return steps.accept_next(by=request.person).get_absolute_url()

    done = perform(request, form, act, permission=ACCEPT, message=_("You have accepted the work order."))
    if done is None:
        for error in form.non_field_errors():
            messages.info(request, error)
    return done or redirect("workorders:team")


def _why_not_accept(person, order):
    if order.state not in TRANSITIONS[Event.ACCEPT]:
        return _("It is {state}.").format(state=order.get_state_display())
    answer = can(person, ACCEPT, order)
    return "" if answer else answer.sentence
