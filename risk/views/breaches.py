"""Broken limits, and what risk control decides about them."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import requires
from foundation.access.policy import can
from foundation.screens.bars import Bar
from foundation.screens.history import history_of
from foundation.screens.templatetags.screens import amount, day, moment
from foundation.screens.views import Empty, list_page
from foundation.screens.writing import perform

from ..actions.decisions import DECIDE, decide_breach, reopen_breach
from ..choices import BreachState
from ..forms.breaches import BreachFilters, DecisionForm, ReopeningForm
from ..models import LimitBreach
from ..tables.breaches import BREACHES, breach_state, broken_limit
from .scope import company_asked

VIEW = "risk.breach:view"
RELATED = (
    "limit__counterparty",
    "limit__trader",
    "limit__desk",
    "exposure__counterparty",
    "exposure__trader",
    "exposure__desk",
    "exposure__company",
)


@require_safe
@requires(VIEW)
def breaches(request):
    return list_page(
        request,
        queryset=_breaches(request)
        .filter(exposure__company=company_asked(request))
        .prefetch_related("exposure__subject"),
        table=BREACHES,
        filters=BreachFilters(request.GET),
        title=_("Limit breaches"),
        empty=Empty(_("No limit was broken."), _("Exposure"), reverse("risk:exposure")),
    )


@require_safe
@requires(VIEW)
def breach(request, pk):
    return _page(request, _found(request, pk))


@require_POST
@requires(DECIDE)
def decision(request, pk):
    breach = _found(request, pk)
    form = DecisionForm(request.POST)

    def act(data):
        facts = {name: data[name] for name in ("decision", "until", "reason")}
        decide_breach(breach, by=request.person, **facts)
        return breach.get_absolute_url()

    return perform(request, form, act, permission=DECIDE, message=_("Decided.")) or _page(
        request, _found(request, pk), decision=form
    )


@require_POST
@requires(DECIDE)
def reopening(request, pk):
    breach = _found(request, pk)
    form = ReopeningForm(request.POST)

    def act(data):
        reopen_breach(breach, by=request.person, reason=data["reason"])
        return breach.get_absolute_url()

    return perform(request, form, act, permission=DECIDE, message=_("The tolerance was taken back.")) or _page(
        request, _found(request, pk), reopening=form
    )


def _page(request, breach, decision=None, reopening=None):
    status = getattr(decision or reopening, "status", 200)
    context = {
        "breach": breach,
        "state": breach_state(breach),
        "bar": Bar(breach.percent, "bad"),
        "facts": _facts(breach),
        "may": can(request.person, DECIDE, breach),
        "is_open": breach.state == BreachState.OPEN,
        "is_tolerated": breach.state == BreachState.TOLERATED,
        "decision": decision or DecisionForm(),
        "reopening": reopening or ReopeningForm(),
        "events": history_of(LimitBreach._meta.db_table, breach.pk),
    }
    return render(request, "risk/breach.html", context, status=status)


def _found(request, pk):
    return get_object_or_404(_breaches(request), pk=pk)


def _breaches(request):
    return LimitBreach.objects.visible_to(request.person).select_related(*RELATED, "decided_by")


def _facts(breach):
    exposure = breach.exposure
    pairs = [
        (_("Deal"), str(exposure), exposure.get_absolute_url(), False),
        (_("Amount of the deal"), amount(exposure.amount), "", True),
        (_("Counterparty"), exposure.counterparty, "", False),
        (_("Product"), exposure.get_product_display(), "", False),
        (_("Trader"), exposure.trader, "", False),
        (_("Desk"), exposure.desk, "", False),
        (_("Limit"), broken_limit(breach), breach.limit.get_absolute_url() if breach.limit else "", False),
        (_("Amount of the limit"), amount(breach.limit_amount), "", True),
        (_("Used before"), amount(breach.used), "", True),
        (_("Used with the deal"), amount(breach.after), "", True),
        (_("Over by"), amount(breach.over), "", True),
        (_("Opened"), moment(breach.opened_at), "", False),
        (_("Tolerated until"), day(breach.tolerated_until), "", False),
        (_("Decided by"), breach.decided_by, "", False),
        (_("Decided"), moment(breach.decided_at), "", False),
        (_("Reason"), breach.reason, "", False),
    ]
    return [
        {"label": label, "value": value, "url": url, "amount": is_amount}
        for label, value, url, is_amount in pairs
        if value
    ]
