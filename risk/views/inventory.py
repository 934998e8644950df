"""The inventory of risks, its heat map, its frozen years and what changed since."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.approvals import pending_about
from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.screens.history import history_of
from foundation.screens.templatetags.screens import day
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..actions.inventory import EDIT, FREEZE, add_risk, ask_acceptance, assess_risk, freeze_inventory, retire_risk
from ..calc.inventory import DOWN, GONE, NEW, SAME, UP
from ..choices import AcceptanceState, Treatment
from ..forms.inventory import AcceptanceForm, FreezeForm, RetirementForm, RiskFilters, RiskForm
from ..heatmap import heat_map
from ..models import Risk
from ..queries.inventory import changes, frozen_years, inventory_of
from ..tables.inventory import RISKS, Mark
from .scope import company_asked

VIEW = "risk.risk:view"
KINDS = {
    NEW: _("new"), GONE: _("no longer there"), UP: _("higher"), DOWN: _("lower"), SAME: _("unchanged"),
}  # fmt: skip
TONES = {NEW: "waiting", GONE: "neutral", UP: "error", DOWN: "done", SAME: "draft"}


@require_safe
@requires(VIEW)
def risks(request):
    company = company_asked(request)
    filters = RiskFilters(request.GET)
    found = Risk.objects.visible_to(request.person).current().filter(company=company)
    return list_page(
        request,
        queryset=found.select_related("owner"),
        table=RISKS,
        filters=filters,
        title=_("Risk inventory"),
        template="risk/risks.html",
        actions=[
            Action(_("New risk"), reverse("risk:risk_new"), EDIT, icon="plus", key="n"),
            Action(_("Frozen years"), reverse("risk:snapshots"), VIEW, icon="history"),
        ],
        empty=Empty(_("No risk is in the inventory yet.")),
        extra={"heat": heat_map(list(filters.apply(found)))},
    )


@require_safe
@requires(VIEW)
def risk(request, pk):
    return _page(request, _found(request, pk))


@requires(EDIT)
def create(request):
    company = company_asked(request)
    form = RiskForm(request.POST or None, company=company)

    def act(data):
        return add_risk(by=request.person, company=company, **form.facts()).get_absolute_url()

    message = _("The risk is in the inventory.")
    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=message)):
        return done
    return form_page(request, form=form, title=_("New risk"), submit=_("Add"), cancel=reverse("risk:risks"))


@requires(EDIT)
def assessment(request, pk):
    risk = _found(request, pk)
    check(request.person, EDIT, risk)
    form = RiskForm(request.POST or None, company=risk.company, risk=risk)

    def act(data):
        return assess_risk(risk, by=request.person, **form.facts()).get_absolute_url()

    message = _("The risk was reviewed.")
    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=message)):
        return done
    title = _("Review {risk}").format(risk=risk)
    return form_page(request, form=form, title=title, submit=_("Save the review"), cancel=risk.get_absolute_url())


@require_POST
@requires(EDIT)
def acceptance(request, pk):
    risk = _found(request, pk)
    form = AcceptanceForm(request.POST)

    def act(data):
        ask_acceptance(risk, by=request.person, until=data["until"], reason=data["reason"])
        return risk.get_absolute_url()

    done = perform(request, form, act, permission=EDIT, message=_("Asked. Another person approves it or not."))
    return done or _page(request, _found(request, pk), acceptance=form)


@require_POST
@requires(EDIT)
def retirement(request, pk):
    risk = _found(request, pk)
    form = RetirementForm(request.POST)

    def act(data):
        retire_risk(risk, by=request.person, reason=data["reason"])
        return reverse("risk:risks")

    done = perform(request, form, act, permission=EDIT, message=_("The risk is no longer in the inventory."))
    return done or _page(request, _found(request, pk), retirement=form)


@require_safe
@requires(VIEW)
def snapshots(request, year=None):
    """The frozen years; without one, what changed since the last of them."""
    company = company_asked(request)
    years = frozen_years(company)
    if year is not None and year not in years:
        raise Http404
    before, changed = changes(company, year)
    address = reverse("risk:snapshots")
    context = {
        "title": _("Inventory of {year}").format(year=year) if year else _("Inventory today"),
        "tabs": [
            {"label": _("Today"), "url": address, "active": year is None},
            *({"label": str(each), "url": f"{address}{each}/", "active": each == year} for each in years),
        ],
        "before": before,
        "rows": [_row(change) for change in changed]
        or [_row_of(risk) for risk in inventory_of(company, year).values()],
        "heat": heat_map(list(inventory_of(company, year).values())),
        "may_freeze": can(request.person, FREEZE),
    }
    return render(request, "risk/snapshots.html", context)


@requires(FREEZE)
def freezing(request):
    company = company_asked(request)
    form = FreezeForm(request.POST or None, initial={"year": timezone.localdate().year})

    def act(data):
        freeze_inventory(by=request.person, company=company, year=data["year"])
        return f"{reverse('risk:snapshots')}{data['year']}/"

    message = _("The inventory was frozen.")
    if request.method == "POST" and (done := perform(request, form, act, permission=FREEZE, message=message)):
        return done
    cancel = reverse("risk:snapshots")
    return form_page(request, form=form, title=_("Freeze the inventory"), submit=_("Freeze"), cancel=cancel)


def _row(change):
    said = change.after or change.before
    return {
        "name": said.name,
        "category": said.get_category_display(),
        "before": Mark(change.before.net) if change.before else "",
        "after": Mark(change.after.net) if change.after else "",
        "tone": TONES[change.kind],
        "kind": KINDS[change.kind],
    }


def _row_of(risk):
    return {"name": risk.name, "category": risk.get_category_display(), "before": "", "after": Mark(risk.net)}


def _page(request, risk, acceptance=None, retirement=None):
    asked = risk.acceptances.filter(state=AcceptanceState.ASKED).first()
    context = {
        "risk": risk,
        "facts": _facts(risk),
        "heat": heat_map([risk], all_three=True),
        "may": can(request.person, EDIT, risk) if risk.retired_on is None else None,
        "asked": asked,
        "approval": pending_about(asked).first() if asked else None,
        "acceptance": acceptance or AcceptanceForm(),
        "retirement": retirement or RetirementForm(),
        "acceptances": risk.acceptances.select_related("made_by", "approved_by"),
        "snapshots": [
            (each.year, Mark(each.gross), Mark(each.net), Mark(each.target))
            for each in risk.snapshots.order_by("-year")
        ],
        "today": timezone.localdate(),
        "events": history_of(Risk._meta.db_table, risk.pk),
    }
    return render(request, "risk/risk.html", context, status=getattr(acceptance or retirement, "status", 200))


def _found(request, pk):
    found = Risk.objects.visible_to(request.person).select_related("owner", "reviewed_by", "company")
    return get_object_or_404(found, pk=pk)


def _facts(risk):
    treatment = risk.get_treatment_display()
    if risk.treatment == Treatment.ACCEPT:
        treatment = f"{treatment} ({day(risk.accepted_until)})"
    pairs = [
        (_("Category"), risk.get_category_display()),
        (_("Without controls"), Mark(risk.gross)),
        (_("With controls"), Mark(risk.net)),
        (_("Aimed at"), Mark(risk.target)),
        (_("Treatment"), treatment),
        (_("Material"), _("yes") if risk.material else _("no")),
        (_("Driven by ESG"), _("yes") if risk.esg else _("no")),
        (_("Owner"), risk.owner),
        (_("Reviewed"), f"{day(risk.reviewed_on)}, {risk.reviewed_by}"),
        (_("Next review"), day(risk.review_due)),
        (_("No longer there since"), day(risk.retired_on)),
    ]
    return [{"label": label, "value": value} for label, value in pairs if value]
