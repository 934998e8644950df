"""Incidents and losses: reported by anybody, analysed and closed by risk control."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.lib.errors import BusinessError
from foundation.screens.forms import CommandForm
from foundation.screens.history import history_of
from foundation.screens.templatetags.screens import amount, day, moment
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..actions.incidents import (
    ANALYSE,
    MATERIAL,
    REPORT,
    analyse_incident,
    close_incident,
    reopen_incident,
    report_incident,
    set_material_loss,
)
from ..choices import IncidentState
from ..forms.incidents import AnalysisForm, IncidentFilters, MaterialLossForm, ReopeningForm, ReportForm
from ..models import Incident, MaterialLoss
from ..queries.incidents import sums_of
from ..tables.incidents import INCIDENTS, incident_state
from ..tables.incidents import MATERIAL as MATERIAL_LOSSES
from .scope import company_asked

VIEW, ALL = "risk.incident:view", "risk.incident:view_all"


@require_safe
@requires(VIEW)
def incidents(request):
    filters = IncidentFilters(request.GET)
    found = Incident.objects.visible_to(request.person).filter(company=company_asked(request))
    return list_page(
        request,
        queryset=found.select_related("unit"),
        table=INCIDENTS,
        filters=filters,
        title=_("Incidents and losses") if can(request.person, ALL) else _("My reports of incidents"),
        template="risk/incidents.html",
        actions=[
            Action(_("Report an incident"), reverse("risk:incident_new"), REPORT, icon="plus", key="n"),
            Action(_("Material losses"), reverse("risk:material_losses"), ALL, icon="alert-triangle"),
        ],
        empty=Empty(_("Nothing was reported."), _("Report an incident"), reverse("risk:incident_new")),
        extra={"sums": sums_of(filters.apply(found))},
    )


@requires(REPORT)
def report(request):
    company = company_asked(request)
    form = ReportForm(request.POST or None, person=request.person, company=company)

    def act(data):
        facts = {name: value for name, value in data.items() if name != "command_id"}
        return report_incident(by=request.person, company=company, **facts).get_absolute_url()

    message = _("Thank you. Risk control looks at it.")
    if request.method == "POST" and (done := perform(request, form, act, permission=REPORT, message=message)):
        return done
    return form_page(
        request, form=form, title=_("Report an incident"), submit=_("Report it"), cancel=reverse("risk:incidents"),
        template="risk/narrow_form.html",
    )  # fmt: skip


@require_safe
@requires(VIEW)
def incident(request, pk):
    return _page(request, _found(request, pk))


@requires(ANALYSE)
def analysis(request, pk):
    incident = _found(request, pk)
    check(request.person, ANALYSE, incident)
    form = AnalysisForm(request.POST or None, incident=incident, person=request.person)

    def act(data):
        return analyse_incident(incident, by=request.person, **form.facts()).get_absolute_url()

    message = _("The analysis was saved.")
    if request.method == "POST" and (done := perform(request, form, act, permission=ANALYSE, message=message)):
        return done
    title = _("Analyse {incident}").format(incident=incident)
    return form_page(
        request, form=form, title=title, submit=_("Save"), cancel=incident.get_absolute_url(),
        template="risk/incident_analysis.html", extra={"incident": incident, "report": _report(incident)},
    )  # fmt: skip


@require_POST
@requires(ANALYSE)
def closing(request, pk):
    incident = _found(request, pk)
    form = CommandForm(request.POST)

    def act(data):
        close_incident(incident, by=request.person)
        return incident.get_absolute_url()

    if done := perform(request, form, act, permission=ANALYSE, message=_("The incident was closed.")):
        return done
    raise BusinessError("risk.form", next(iter(form.errors.values()))[0])


@require_POST
@requires(ANALYSE)
def reopening(request, pk):
    incident = _found(request, pk)
    form = ReopeningForm(request.POST)

    def act(data):
        reopen_incident(incident, by=request.person, reason=data["reason"])
        return incident.get_absolute_url()

    done = perform(request, form, act, permission=ANALYSE, message=_("The incident is open again."))
    return done or _page(request, _found(request, pk), form)


@require_safe
@requires(ALL)
def material_losses(request):
    return list_page(
        request,
        queryset=MaterialLoss.objects.filter(company=company_asked(request)).select_related("set_by"),
        table=MATERIAL_LOSSES,
        title=_("From when on a loss is material"),
        actions=[Action(_("New threshold"), reverse("risk:material_loss_new"), MATERIAL, icon="plus", key="n")],
        empty=Empty(_("No threshold was set; no loss is told at once.")),
    )


@requires(MATERIAL)
def material_loss_new(request):
    company = company_asked(request)
    form = MaterialLossForm(request.POST or None)

    def act(data):
        set_material_loss(by=request.person, company=company, amount=data["amount"], reason=data["reason"])
        return reverse("risk:material_losses")

    if request.method == "POST" and (
        done := perform(request, form, act, permission=MATERIAL, message=_("The threshold was set."))
    ):
        return done
    cancel = reverse("risk:material_losses")
    return form_page(request, form=form, title=_("From when on a loss is material"), submit=_("Set"), cancel=cancel)


def _page(request, incident, reopening=None):
    context = {
        "incident": incident,
        "state": incident_state(incident),
        "report": _report(incident),
        "analysis": _analysis(incident),
        "may": can(request.person, ANALYSE, incident),
        "is_reported": incident.state == IncidentState.REPORTED,
        "is_analysed": incident.state == IncidentState.ANALYSED,
        "is_closed": incident.state == IncidentState.CLOSED,
        "closing": CommandForm(auto_id=False),
        "form": reopening or ReopeningForm(),
        "events": history_of(Incident._meta.db_table, incident.pk),
    }
    return render(request, "risk/incident.html", context, status=getattr(reopening, "status", 200))


def _found(request, pk):
    incidents = Incident.objects.visible_to(request.person)
    return get_object_or_404(
        incidents.select_related("unit", "reported_by", "owner", "analysed_by", "closed_by"), pk=pk
    )


def _facts(pairs):
    return [{"label": label, "value": value, "amount": is_amount} for label, value, is_amount in pairs]


def _report(incident):
    estimate = None if incident.estimate is None else amount(incident.estimate)
    return _facts(
        [
            (_("When"), day(incident.happened_on), False),
            (_("Where"), incident.unit, False),
            (_("Estimated loss"), estimate, True),
            (_("Near miss"), _("yes") if incident.near_miss else _("no"), False),
            (_("Reported by"), incident.reported_by, False),
            (_("Reported"), moment(incident.reported_at), False),
        ]
    )


def _analysis(incident):
    if incident.state == IncidentState.REPORTED:
        return []
    return _facts(
        [
            (_("Type of event"), incident.get_event_type_display(), False),
            (_("Business line"), incident.get_business_line_display(), False),
            (_("Gross loss"), amount(incident.gross), True),
            (_("Recovered"), amount(incident.recoveries), True),
            (_("Net loss"), amount(incident.net), True),
            (_("Found on"), day(incident.found_on), False),
            (_("Booked on"), day(incident.booked_on) or None, False),
            (_("Deal"), incident.subject if incident.subject_table else None, False),
            (_("Owner"), incident.owner, False),
            (_("Analysed by"), incident.analysed_by, False),
            (_("Closed by"), incident.closed_by, False),
        ]
    )
