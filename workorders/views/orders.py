"""Lists, the page of one work order, and the form that asks for work."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import requires
from foundation.access.policy import can
from foundation.documents.queries import documents_of
from foundation.screens.bulk import Bulk
from foundation.screens.forms import CommandForm
from foundation.screens.history import history_of
from foundation.screens.parts import wants_partial
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from .. import subjects
from ..actions.orders import ASK, WRITE, ask_back_office, attach_files
from ..actions.steps import PERMISSION
from ..choices import TRANSITIONS, Event, OrderKind, OrderState
from ..forms.orders import AskForm, AttachForm, OrderFilters
from ..models import WorkOrder, WorkOrderMessage
from ..queries.orders import asked_by_desk, inbox, listed, to_accept
from ..queries.services import offered, service_of
from ..tables.orders import INBOX, ORDERS, in_words, promised, state_of, time_of, usual_time

VIEW, ACCEPT, WORK = (f"workorders.order:{verb}" for verb in ("view", "accept", "work"))


@require_safe
@requires(VIEW)
def orders(request):
    return _list(request, listed(request.person), ORDERS, _("Work orders"), actions=[_new()], bulk=_bulk())


@require_safe
@requires(ASK)
def mine(request):
    return _list(request, asked_by_desk(request.person), ORDERS, _("My work orders"), actions=[_new()])


@require_safe
@requires(ACCEPT)
def team(request):
    waits = to_accept(request.person).exists()
    return _list(
        request, inbox(request.person), INBOX, _("Inbox of the team"), bulk=_bulk(), template="workorders/team.html",
        extra={"waits": waits, "command": CommandForm(auto_id=False)},
    )  # fmt: skip


def _list(request, rows, table, title, **options):
    return list_page(
        request,
        queryset=rows,
        table=table,
        filters=OrderFilters(request.GET, person=request.person),
        title=title,
        empty=Empty(_("There are no work orders here.")),
        **options,
    )


def _new():
    return Action(_("Ask the back office"), reverse("workorders:choose"), ASK, icon="plus", key="n")


def _bulk():
    return Bulk(
        "order",
        [Action(_("Accept"), reverse("workorders:accepting"), ACCEPT, icon="check", key="b")],
        choosable=lambda order: order.state in TRANSITIONS[Event.ACCEPT],
    )


@require_safe
@requires(VIEW)
def order(request, pk):
    return order_page(request, visible(request, pk))


def order_page(request, order, form=None):
    """`form`: what was written and refused; its text and its errors stand below the thread."""
    person, now = request.person, timezone.now()
    asked = {
        event.value: can(person, PERMISSION[event], order) for event, way in TRANSITIONS.items() if order.state in way
    }
    clock = order.clock
    context = {
        "order": order,
        "state": state_of(order),
        "time": time_of(order),
        "facts": _facts(order),
        "about": _about(person, order),
        "clock": {
            "percent": min(clock.percent(order.done_at or now), 100),
            "over": clock.percent(order.done_at or now) > 100,
            "used": in_words(clock.used(order.done_at or now)),
            "allowed": in_words(clock.allowed),
            "left": in_words(abs(clock.left(order.done_at or now))),
            "late": order.is_late(now),
            "stands": order.state == OrderState.WAITING_FRONT,
        },
        "messages_of": WorkOrderMessage.objects.visible_to(person).filter(order=order).select_related("author__unit"),
        "documents": documents_of(order),
        "may": {event: answer for event, answer in asked.items() if answer},
        "denied": next((answer for answer in asked.values() if not answer), None) if not any(asked.values()) else None,
        "may_write": can(person, WRITE, order),
        "may_note": can(person, WORK, order),
        "events": history_of(WorkOrder._meta.db_table, order.pk),
        "command": CommandForm(auto_id=False),
        "form": form,
    }
    return render(request, "workorders/order.html", context, status=getattr(form, "status", 200))


@require_safe
@requires(ASK)
def choose(request):
    """The type first: it decides what is asked for and who does it."""
    company = _company(request)
    about = request.GET.get("about", "")
    services = [(service, usual_time(service)) for service in offered(company)]
    context = {"services": services, "about": about, "subject": _meant(request, about)}
    return render(request, "workorders/choose.html", context)


@requires(ASK)
def ask(request, kind):
    if kind not in OrderKind:
        raise Http404
    kind, company = OrderKind(kind), _company(request)
    service = service_of(company, kind)
    about = _meant(request, request.GET.get("about", ""))
    form = AskForm(
        request.POST or None, request.FILES or None, kind=kind, company=company, about=about,
        times=promised(service),
    )  # fmt: skip

    def act(data):
        order = ask_back_office(
            by=request.person, company=company, kind=kind, title=data["title"], description=data["description"],
            priority=data["priority"], about=about or data.get("partner"), uploads=[file for file in data["file"] if file],
        )  # fmt: skip
        return order.get_absolute_url()

    message = _("The back office has your work order.")
    if request.method == "POST" and (done := perform(request, form, act, permission=ASK, message=message)):
        return done
    extra = {"service": service, "subject": about, "kind": kind}
    return form_page(
        request, form=form, title=kind.label, submit=_("Ask"), cancel=reverse("workorders:choose"),
        template="workorders/ask.html", extra=extra,
    )  # fmt: skip


@require_POST
@requires(WRITE)
def attach(request, pk):
    order = visible(request, pk)
    form, in_place = AttachForm(request.POST, request.FILES), wants_partial(request)

    def act(data):
        attach_files(order, by=request.person, uploads=data["file"])
        return order.get_absolute_url()

    message = "" if in_place else _("The document was attached.")
    if done := perform(request, form, act, permission=WRITE, message=message):
        return done
    if in_place:
        return render(request, "workorders/attaching_refused.html", {"form": form}, status=form.status)
    return order_page(request, order, form)


def visible(request, pk):
    found = WorkOrder.objects.visible_to(request.person).select_related(
        "company__workplace", "team__workplace", "team__company__workplace", "desk", "requester", "assignee", "done_by"
    )
    return get_object_or_404(found, pk=pk)


def _company(request):
    unit = request.person.unit
    return unit.company if unit else request.person.company


def _meant(request, about):
    table, _colon, key = about.partition(":")
    return subjects.find(request.person, table, key) if key else None


def _about(person, order):
    """The way to what it belongs to, for who may go there."""
    row = subjects.seen(person, order.subject_table, order.subject_key)
    return row.get_absolute_url() if row else ""


def _facts(order):
    return [
        {"label": _("Kind"), "value": order.get_kind_display()},
        {"label": _("Priority"), "value": order.get_priority_display()},
        {"label": _("Asked by"), "value": f"{order.requester}, {order.desk}"},
        {"label": _("Asked"), "value": f"{timezone.localtime(order.asked_at):%d.%m.%Y %H:%M}"},
        {"label": _("Team"), "value": order.team},
        {"label": _("Assigned to"), "value": order.assignee},
        *([{"label": _("Closed by"), "value": order.done_by}] if order.done_by else []),
    ]
