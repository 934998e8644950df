"""Prices beside the market: those that are off are judged by risk control."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.screens.history import history_of
from foundation.screens.templatetags.screens import day
from foundation.screens.views import Empty, list_page
from foundation.screens.writing import form_page, perform

from ..actions.market import DECIDE, decide_market
from ..choices import MarketOutcome
from ..forms.settling import JudgementForm, MarketFilters
from ..models import MarketCheck
from ..tables.deals import price_of, priced
from ..tables.settling import MARKET_CHECKS, MARKET_TONES, decimals, state_of
from .confirmations import VIEW
from .scope import company_here


@require_safe
@requires(VIEW)
def market_checks(request):
    return list_page(
        request,
        queryset=_checks(request).filter(deal__company=company_here(request)),
        table=MARKET_CHECKS,
        filters=MarketFilters(request.GET),
        title=_("Market checks"),
        empty=Empty(_("No price was checked yet.")),
    )


@require_safe
@requires(VIEW)
def market_check(request, pk):
    checked = _check(request, pk)
    context = {
        "checked": checked,
        "state": state_of(checked, MARKET_TONES, "outcome"),
        "facts": _facts(checked),
        "asked": can(request.person, DECIDE, checked) if checked.outcome == MarketOutcome.OPEN else None,
        "events": history_of(MarketCheck._meta.db_table, checked.pk),
    }
    return render(request, "settlement/market_check.html", context)


@requires(DECIDE)
def judge(request, pk):
    checked = _check(request, pk)
    check(request.person, DECIDE, checked)
    form = JudgementForm(request.POST or None)

    def act(data):
        explained = data["judgement"] == MarketOutcome.EXPLAINED
        decide_market(checked, by=request.person, explained=explained, reason=data["reason"])
        return checked.get_absolute_url()

    if request.method == "POST" and (done := perform(request, form, act, permission=DECIDE, message=_("Judged."))):
        return done
    title = _("Judge the price of {deal}").format(deal=checked.deal)
    return form_page(
        request, form=form, title=title, submit=_("Judge"), cancel=checked.get_absolute_url(),
        template="settlement/judgement.html", extra={"facts": _facts(checked)},
    )  # fmt: skip


def _facts(checked):
    deal = checked.deal
    return [
        {"label": _("Deal"), "value": deal, "url": deal.get_absolute_url()},
        {"label": _("Counterparty"), "value": deal.counterparty},
        {"label": _("Price"), "value": f"{price_of(deal)} ({deal.get_price_basis_display()})"},
        {"label": _("Reference price"), "value": priced(deal.product, checked.reference), "amount": True},
        {"label": _("Source"), "value": checked.source or None},
        {"label": _("Reference of"), "value": day(checked.priced_on) if checked.priced_on else None},
        {"label": _("Deviation in percent"), "value": decimals(checked.deviation, least=4), "amount": True},
        {"label": _("Tolerance in percent"), "value": decimals(checked.tolerance, least=2), "amount": True},
        {"label": _("Reason of the trader"), "value": deal.off_market_reason or None},
        *(
            [{"label": _("Judged by"), "value": checked.decided_by}, {"label": _("Reason"), "value": checked.reason}]
            if checked.decided_by
            else []
        ),
    ]


def _checks(request):
    related = ("deal__company", "deal__counterparty", "deal__trader", "decided_by")
    return MarketCheck.objects.visible_to(request.person).select_related(*related).prefetch_related("deal__editors")


def _check(request, pk):
    return get_object_or_404(_checks(request), pk=pk)
