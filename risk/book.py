"""What the home page tells of incidents, key figures and the daily report."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.desk.figures import Figure

from .choices import IncidentState, Light
from .models import DailyReport, Incident, Reading
from .queries.companies import company_of


def figures(person):
    company = company_of(person)
    if company is None or not can(person, "risk.key_figure:view"):
        return
    readings = Reading.objects.filter(company=company)
    last = readings.values_list("on", flat=True).order_by("-on").first()
    if last is not None:
        red = readings.filter(on=last, light=Light.RED).count()
        yield Figure(_("Red key figures"), red, url=reverse("risk:key_figures"), tone="bad" if red else "good")
    if can(person, "risk.incident:view_all"):
        waiting = Incident.objects.visible_to(person).filter(company=company, state=IncidentState.REPORTED).count()
        url = f"{reverse('risk:incidents')}?state={IncidentState.REPORTED}"
        yield Figure(_("Incidents to be analysed"), waiting, url=url, tone="wait" if waiting else "")
    unsigned = DailyReport.objects.visible_to(person).filter(company=company).unsigned().count()
    url = f"{reverse('risk:daily_reports')}?state=open"
    yield Figure(_("Risk reports to be signed"), unsigned, url=url, tone="wait" if unsigned else "")
