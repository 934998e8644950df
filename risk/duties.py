"""What waits with the book of risks: incidents to be analysed, reviews that are due, reports to be signed and read."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.access.policy import can
from foundation.desk.worklist import WorkItem
from foundation.lib.dates import midnight

from .choices import AcceptanceState, IncidentState, Treatment
from .models import DailyReport, Incident, Receipt, Risk

KIND = _("Risk control")
MOST = 20


def waiting(person):
    if can(person, "risk.incident:analyse"):
        yield from _incidents(person)
    if can(person, "risk.risk:edit"):
        yield from _reviews(person)
    if can(person, "risk.daily_report:sign"):
        for report in DailyReport.objects.visible_to(person).unsigned().defer("content").order_by("day")[:MOST]:
            title = _("Sign the risk report of {day}").format(day=report)
            yield WorkItem(title, report.get_absolute_url(), KIND, report.made_at)
    if can(person, "risk.daily_report:read"):
        unread = Receipt.objects.filter(person=person, read_at=None).select_related("report").defer("report__content")
        for receipt in unread.order_by("pk")[:MOST]:
            title = _("Read the risk report of {day}").format(day=receipt.report)
            yield WorkItem(title, receipt.report.get_absolute_url(), KIND, receipt.report.made_at)


def _incidents(person):
    reported = Incident.objects.visible_to(person).filter(state=IncidentState.REPORTED)
    found = reported.aggregate(count=Count("pk"), first=Min("reported_at"))
    if count := found["count"]:
        title = ngettext("Analyse {count} incident", "Analyse {count} incidents", count).format(count=count)
        yield WorkItem(title, f"{reverse('risk:incidents')}?state={IncidentState.REPORTED}", KIND, found["first"])


def _reviews(person):
    """Those due today, and those whose acceptance has run out."""
    today = timezone.localdate()
    risks = Risk.objects.visible_to(person)
    for risk in risks.due(today).order_by("review_due")[:MOST]:
        title = _("Review the risk “{risk}”").format(risk=risk)
        yield WorkItem(title, risk.get_absolute_url(), KIND, midnight(risk.reviewed_on), risk.review_due)
    accepted = risks.current().filter(treatment=Treatment.ACCEPT)
    still = accepted.filter(acceptances__state=AcceptanceState.APPROVED, acceptances__until__gte=today)
    for risk in accepted.exclude(pk__in=still.values("pk")).order_by("pk")[:MOST]:
        title = _("The acceptance of “{risk}” has run out").format(risk=risk)
        yield WorkItem(title, risk.get_absolute_url(), KIND, midnight(risk.reviewed_on))


def reported_incidents(person):
    """The number beside the menu's entry; for those who analyse."""
    if not can(person, "risk.incident:analyse"):
        return 0
    return Incident.objects.visible_to(person).filter(state=IncidentState.REPORTED).count()
