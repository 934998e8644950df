"""Payment orders: looked at, released by another person than ordered them, or stopped."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import requires
from foundation.access.policy import can
from foundation.screens.bulk import Bulk, bulk_page
from foundation.screens.history import history_of
from foundation.screens.templatetags.screens import amount, day
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import perform

from ..actions.payments import RELEASE, STOP, release_payments, stop_payment
from ..choices import PaymentState
from ..forms.bank import ReasonForm
from ..forms.payments import PaymentFilters
from ..models import Entry, PaymentOrder
from ..tables.payments import PAYMENTS, payment_state
from .scope import books, command

VIEW = "accounting.payment:view"


@require_safe
@requires(VIEW)
def payments(request):
    return list_page(
        request,
        queryset=_orders(request).filter(company=books(request)),
        table=PAYMENTS,
        filters=PaymentFilters(request.GET),
        title=_("Payments"),
        empty=Empty(_("No payment was ordered yet.")),
        bulk=Bulk(
            "payment",
            [Action(_("Look at and release"), reverse("accounting:releasing"), RELEASE, icon="check", key="b")],
            choosable=lambda order: order.state == PaymentState.ORDERED,
        )
        if can(request.person, RELEASE)
        else None,
    )


@require_safe
@requires(VIEW)
def payment(request, pk):
    return _page(request, _order(request, pk))


@requires(RELEASE)
def releasing(request):
    """First what would be paid to whom, and what not, with the reason; then all of it or nothing."""
    return bulk_page(
        request,
        name="payment",
        rows=_orders(request).order_by("due", "pk"),
        table=PAYMENTS,
        why_not=lambda order: _why_not(request.person, order),
        act=lambda chosen, data: release_payments(chosen, by=request.person),
        permission=RELEASE,
        title=_("Release payments"),
        submit=ngettext_lazy("Release %(number)d payment", "Release %(number)d payments", "number"),
        message=_("Released."),
        back=(_("Payments"), reverse("accounting:payments")),
    )


@require_POST
@requires(STOP)
def stop(request, pk):
    order = _order(request, pk)
    form = ReasonForm(request.POST)

    def act(data):
        stop_payment(order, by=request.person, reason=data["reason"])
        return order.get_absolute_url()

    return perform(request, form, act, permission=STOP, message=_("The payment was stopped.")) or _page(
        request, order, form
    )


def _page(request, order, form=None):
    waits, stopped = order.state == PaymentState.ORDERED, order.state == PaymentState.STOPPED
    context = {
        "payment": order,
        "state": payment_state(order),
        "facts": _facts(request.person, order),
        "asked": {
            "release": can(request.person, RELEASE, order) if waits else None,
            "stop": None if stopped else can(request.person, STOP, order),
        },
        "form": form or ReasonForm(),
        "events": history_of(PaymentOrder._meta.db_table, order.pk),
        "command": command,
    }
    return render(request, "accounting/payment.html", context, status=getattr(form, "status", 200))


def _facts(person, order):
    entry = Entry.objects.visible_to(person).filter(pk=order.entry_id).select_related("journal", "fiscal_year").first()
    return [
        {"label": _("Amount"), "value": f"{amount(order.amount)} {order.currency}", "amount": True},
        {"label": _("Due"), "value": day(order.due)},
        {"label": _("Business partner"), "value": order.partner, "url": order.partner.get_absolute_url()},
        {"label": _("Account holder"), "value": order.bank_account.holder},
        {"label": _("IBAN"), "value": order.bank_account.iban_in_groups},
        {"label": _("Purpose"), "value": order.purpose},
        {"label": _("For"), "value": order.origin},
        *([{"label": _("Entry"), "value": entry, "url": entry.get_absolute_url()}] if entry else []),
        {"label": _("Ordered by"), "value": order.ordered_by},
        {"label": _("Released by"), "value": order.released_by},
        *([{"label": _("Stopped"), "value": order.stopped_why}] if order.stopped_why else []),
    ]


def _why_not(person, order):
    if order.state != PaymentState.ORDERED:
        return _("It was decided already.")
    answer = can(person, RELEASE, order)
    return "" if answer else answer.sentence


def _orders(request):
    related = ("company", "partner", "bank_account", "ordered_by", "released_by")
    return PaymentOrder.objects.visible_to(request.person).select_related(*related)


def _order(request, pk):
    return get_object_or_404(_orders(request), pk=pk)
