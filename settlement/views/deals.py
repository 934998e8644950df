from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.contacts.models import Partner
from foundation.lib.decimals import format_decimal
from foundation.screens.history import history_of
from foundation.screens.templatetags.screens import amount, day, is_english, moment
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform
from risk.actions.credits import ASK as ASK_CREDIT

from ..actions.cancellations import ASK, DECIDE, ask_cancellation, decide_cancellation
from ..actions.deals import CAPTURE, EDIT
from ..choices import TRANSITIONS, DealEvent, DealState, Product
from ..forms.deals import CancellationForm, DealFilters, DecisionForm
from ..models import Cancellation, Deal
from ..queries.credits import credit_of_deal, why_it_waits
from ..queries.deals import positions
from ..queries.settling import was_ours_wrong
from ..tables.deals import DEALS, direction_of, price_of, state_of
from .scope import command, company_here
from .steps import steps_of

VIEW = "settlement.deal:view"
UNSETTLED = {DealState.BLOCKED, DealState.CAPTURED, DealState.CONFIRMED, DealState.MATCHED}


@require_safe
@requires(VIEW)
def deals(request):
    company = company_here(request)
    return list_page(
        request,
        queryset=Deal.objects.visible_to(request.person)
        .filter(company=company)
        .select_related("counterparty", "trader"),
        table=DEALS,
        filters=DealFilters(request.GET, company=company, person=request.person),
        title=_("Deals"),
        actions=[Action(_("New deal"), reverse("settlement:deal_new"), CAPTURE, icon="plus", key="n")],
        empty=Empty(_("There are no deals yet.")),
    )


@require_safe
@requires(VIEW)
def deal(request, pk):
    return deal_page(request, visible(request, pk))


def deal_page(request, deal, form=None):
    """`form`: what was asked of the deal and refused; its errors stand on top of the page."""
    asked = Cancellation.objects.asked().filter(deal=deal).select_related("asked_by").first()
    credit = credit_of_deal(deal)
    may_be_cancelled = deal.state in TRANSITIONS[DealEvent.CANCEL] and asked is None
    context = {
        "deal": deal,
        "state": state_of(deal),
        "facts": _facts(request.person, deal),
        "circumstances": _circumstances(deal),
        "cancellation": asked,
        "cancellations": deal.cancellations.exclude(pk=asked.pk if asked else None).select_related("decided_by"),
        "may_edit": can(request.person, EDIT, deal) if deal.state in TRANSITIONS[DealEvent.EDIT] else None,
        "may_ask": can(request.person, ASK, deal) if may_be_cancelled else None,
        "may_decide": can(request.person, DECIDE, deal) if asked else None,
        "ours_wrong": deal.state == DealState.CONFIRMED and was_ours_wrong(deal),
        "waits": why_it_waits(deal, credit) if credit and credit.waits and deal.state in UNSETTLED else "",
        "credit": credit,
        "may_ask_credit": can(request.person, ASK_CREDIT),
        "back_office": steps_of(request.person, deal, credit),
        "form": form,
        "command": command,
        "events": history_of(Deal._meta.db_table, deal.pk),
    }
    return render(request, "settlement/deal.html", context, status=getattr(form, "status", 200))


@requires(ASK)
def cancellation(request, pk):
    """The front office asks for it."""
    deal = visible(request, pk)
    check(request.person, ASK, deal)
    form = CancellationForm(request.POST or None)

    def act(data):
        ask_cancellation(deal, by=request.person, reason=data["reason"])
        return deal.get_absolute_url()

    message = _("Settlement was asked to cancel the deal.")
    if request.method == "POST" and (done := perform(request, form, act, permission=ASK, message=message)):
        return done
    title = _("Have {number} cancelled").format(number=deal.number)
    return form_page(request, form=form, title=title, submit=_("Ask settlement"), cancel=deal.get_absolute_url())


@requires(DECIDE)
def decision(request, pk):
    """The back office decides on it."""
    deal = visible(request, pk)
    check(request.person, DECIDE, deal)
    asked = get_object_or_404(Cancellation.objects.order_by("-pk"), deal=deal, state="asked")
    form = DecisionForm(request.POST or None)

    def act(data):
        granted = data["decision"] == "grant"
        decide_cancellation(asked, by=request.person, granted=granted, answer=data["answer"])
        return deal.get_absolute_url()

    if request.method == "POST" and (done := perform(request, form, act, permission=DECIDE, message=_("Decided."))):
        return done
    title = _("Cancel {number}?").format(number=deal.number)
    return form_page(
        request,
        form=form,
        title=title,
        submit=_("Decide"),
        cancel=deal.get_absolute_url(),
        template="settlement/decision.html",
        extra={"asked": asked, "facts": _facts(request.person, deal)},
    )


@require_safe
@requires(VIEW)
def position(request):
    """What the desks will receive and deliver, of the deals that one sees."""
    company = company_here(request)
    rows = positions(Deal.objects.visible_to(request.person).filter(company=company))
    return render(request, "settlement/positions.html", {"title": _("Positions"), "rows": rows})


def visible(request, pk):
    found = Deal.objects.visible_to(request.person).select_related(
        "company", "company__ledger", "company__workplace", "counterparty", "desk", "trader", "captured_by"
    )
    return get_object_or_404(found.prefetch_related("editors__person"), pk=pk)


def _facts(person, deal):
    partner = {"label": _("Counterparty"), "value": deal.counterparty}
    if can(person, "contacts.partner:view", Partner(company_id=deal.company_id)):
        partner["url"] = deal.counterparty.get_absolute_url()
    value = {"label": _("Value in the currency of the company"), "value": amount(deal.risk_amount), "amount": True}
    return [partner, *terms_of(deal), value]


def terms_of(deal):
    """What both sides agreed, as facts."""
    facts = [
        {"label": _("Product"), "value": deal.get_product_display()},
        {"label": _("Direction"), "value": direction_of(deal)},
    ]
    if deal.good:
        facts.append({"label": _("Good"), "value": deal.good})
    if deal.quantity:
        facts.append({"label": _("Quantity"), "value": f"{_written(deal.quantity)} {deal.unit}"})
    facts += [
        {"label": _("Amount"), "value": f"{amount(deal.amount)} {deal.currency}", "amount": True},
        {"label": _("Price"), "value": f"{price_of(deal)} ({deal.get_price_basis_display()})"},
    ]
    if deal.counter_amount:
        label = _("Paid back") if deal.product == Product.MONEY_MARKET else _("Counter amount")
        facts.append(
            {"label": label, "value": f"{amount(deal.counter_amount)} {deal.counter_currency}", "amount": True}
        )
    if deal.days:
        facts.append({"label": _("Term in days"), "value": deal.days})
    return [*facts, {"label": _("Value date"), "value": day(deal.value_date)}]


def _written(quantity):
    return format_decimal(quantity, english=is_english())


def _circumstances(deal):
    editors = ", ".join(str(editor.person) for editor in deal.editors.all())
    place = deal.get_place_display() + (f" – {deal.place_reason}" if deal.place_reason else "")
    return [
        {"label": _("Captured"), "value": moment(deal.traded_at)},
        {"label": _("Agreed"), "value": moment(deal.agreed_at)},
        {"label": _("Cut-off"), "value": moment(deal.cut_off)},
        {"label": _("Trader"), "value": deal.trader},
        {"label": _("Trading desk"), "value": deal.desk},
        *([{"label": _("Edited by"), "value": editors}] if editors else []),
        {"label": _("Side agreements"), "value": deal.side_agreements},
        {"label": _("Channel"), "value": deal.get_channel_display()},
        {"label": _("Call reference"), "value": deal.call_ref or None},
        {"label": _("Place"), "value": place},
        {"label": _("Customer order"), "value": deal.customer_order or None},
        *(
            [{"label": _("Reason for a price off the market"), "value": deal.off_market_reason}]
            if deal.off_market_reason
            else []
        ),
    ]
