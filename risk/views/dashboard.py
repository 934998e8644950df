"""Risk control at a glance: what is used, what is broken, which lights are on, what happened."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import requires
from foundation.desk.figures import Figure

from ..choices import BreachState, IncidentState
from ..heatmap import heat_map
from ..models import DailyReport, Incident, LimitBreach, Risk
from ..queries.keyfigures import standings
from ..queries.use import fullest
from ..tables.daily import signature
from ..tables.incidents import incident_state
from ..tables.limits import bar_of
from .keyfigures import row_of
from .scope import company_asked

FEW = 6


@require_safe
@requires("risk.key_figure:view")
def dashboard(request):
    person, company = request.person, company_asked(request)
    rows = [row_of(standing) for standing in standings(company)]
    incidents = Incident.objects.visible_to(person).filter(company=company).order_by("-pk")
    report = DailyReport.objects.visible_to(person).filter(company=company).defer("content").first()
    context = {
        "title": _("Risk at a glance"),
        "figures": list(_figures(person, company, rows, incidents, report)),
        "rows": rows,
        "uses": [(use.limit, bar_of(use)) for use in fullest(company)[:FEW]],
        "heat": heat_map(list(Risk.objects.visible_to(person).current().filter(company=company))),
        "incidents": [(each, incident_state(each)) for each in incidents[:FEW]],
    }
    return render(request, "risk/dashboard.html", context)


def _figures(person, company, rows, incidents, report):
    breaches = LimitBreach.objects.visible_to(person).filter(exposure__company=company).open().count()
    url = f"{reverse('risk:breaches')}?state={BreachState.OPEN}"
    yield Figure(_("Open limit breaches"), breaches, "", url, "bad" if breaches else "good")
    red = sum(row["light"] is not None and row["light"].tone == "error" for row in rows)
    yield Figure(_("Red key figures"), red, "", reverse("risk:key_figures"), "bad" if red else "good")
    waiting = incidents.filter(state=IncidentState.REPORTED).count()
    url = f"{reverse('risk:incidents')}?state={IncidentState.REPORTED}"
    yield Figure(_("Incidents to be analysed"), waiting, "", url, "wait" if waiting else "")
    if report is not None:
        yield Figure(_("Daily risk report"), str(report), str(signature(report).label), report.get_absolute_url())
