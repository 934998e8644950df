"""Which team does what, and in which time. The head of the back office decides."""

from foundation.access.gate import check
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..models import Service, ServiceLevel

EDIT = "workorders.service:edit"


def set_service(*, by, company, kind, team, minutes):
    """`minutes` of business time by priority. What was asked for before keeps its time."""
    check(by, EDIT, team)
    with acting(by), guards.speaking():
        service, _new = Service.objects.update_or_create(company=company, kind=kind, defaults={"team": team})
        for priority, allowed in minutes.items():
            ServiceLevel.objects.update_or_create(service=service, priority=priority, defaults={"minutes": allowed})
        happened("workorders.service.set", subject=service, team=str(team))
        return service
