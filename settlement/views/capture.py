"""A deal is typed by keyboard in under a minute: the product first, then its fields, and beside them what would become
of it."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.screens.writing import form_page, perform

from ..actions.deals import CAPTURE, EDIT, capture_deal, change_deal
from ..calc.dates import usual_value_date
from ..choices import FOREIGN_EXCHANGE, Currency, DealEvent, DealState, Product
from ..errors import next_state
from ..forms.deals import FIELDS, DealForm
from ..models import Deal
from ..queries.counterparties import find_counterparties, label_of
from ..queries.deals import known_goods
from ..queries.terms import begun, fill, prospect
from .deals import visible
from .scope import company_here

BLOCKED = _("The deal was captured and is blocked: it breaks a limit, and risk control decides on it.")


@require_safe
@requires(CAPTURE)
def products(request):
    """The first question; a digit answers it."""
    company = company_here(request)
    offered = [product for product in Product if can(request.person, CAPTURE, Deal(company=company, product=product))]
    return render(request, "settlement/products.html", {"title": _("New deal"), "products": offered})


@requires(CAPTURE)
def create(request, product):
    company = company_here(request)
    deal = _begun(request, company, product)
    today = deal.trade_date
    initial = {
        "value_date": usual_value_date(deal.product, today, company.calendar),
        "currency": Currency.EUR,
        "counter_currency": Currency.USD,
    }
    form = DealForm(request.POST or None, product=deal.product, company=company, initial=initial)

    captured = []

    def act(data):
        captured.append(capture_deal(by=request.person, company=company, product=product, **form.terms()))
        return captured[0].get_absolute_url()

    def said():
        return BLOCKED if captured[0].state == DealState.BLOCKED else _("The deal was captured.")

    if request.method == "POST" and (done := perform(request, form, act, permission=CAPTURE, message=said)):
        return done
    title = _("New deal: {product}").format(product=deal.get_product_display())
    look_at = reverse("settlement:deal_look", args=[deal.product])
    return _page(request, form, deal, title, _("Capture the deal"), reverse("settlement:deals"), look_at)


@requires(EDIT)
def edit(request, pk):
    deal = visible(request, pk)
    check(request.person, EDIT, deal)
    next_state(deal, DealEvent.EDIT)
    initial = {name: getattr(deal, name) for name in FIELDS[deal.product]}
    form = DealForm(request.POST or None, product=deal.product, company=deal.company, initial=initial)

    def act(data):
        return change_deal(deal, by=request.person, **form.terms()).get_absolute_url()

    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=_("Saved."))):
        return done
    title = _("Edit {number}").format(number=deal.number)
    look_at = reverse("settlement:deal_edit_look", args=[deal.pk])
    return _page(request, form, deal, title, _("Save"), deal.get_absolute_url(), look_at)


@require_POST
@requires(CAPTURE)
def look(request, product):
    """What would become of what stands in the form now. Nothing is written."""
    return _look(request, _begun(request, company_here(request), product))


@require_POST
@requires(EDIT)
def edit_look(request, pk):
    deal = visible(request, pk)
    check(request.person, EDIT, deal)
    return _look(request, deal)


def _look(request, deal):
    form = DealForm(request.POST, product=deal.product, company=deal.company)
    context = {"deal": deal, "has_two_amounts": deal.product in FOREIGN_EXCHANGE | {Product.MONEY_MARKET}}
    if form.is_readable:
        context["prospect"] = prospect(fill(deal, **form.terms()))
    return render(request, "settlement/look.html", context)


@require_safe
@requires(CAPTURE)
def counterparties(request):
    found = find_counterparties(company_here(request), request.GET.get("counterparty", "")[:100])
    return render(request, "settlement/options.html", {"options": [label_of(partner) for partner in found]})


def _begun(request, company, product):
    if product not in Product:
        raise Http404
    deal = begun(by=request.person, company=company, product=Product(product), at=timezone.now())
    check(request.person, CAPTURE, deal)
    return deal


def _page(request, form, deal, title, submit, cancel, look_at):
    return form_page(
        request,
        form=form,
        title=title,
        submit=submit,
        cancel=cancel,
        template="settlement/deal_form.html",
        extra={
            "deal": deal,
            "goods": known_goods(deal.company, deal.product) if "good" in form.fields else (),
            "look_at": look_at,
        },
    )
