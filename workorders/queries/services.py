"""Which team does a kind of work, and in which time."""

from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError

from ..choices import OrderKind, Priority
from ..models import Service, ServiceLevel

USUAL = {Priority.URGENT: 120, Priority.NORMAL: 8 * 60, Priority.LOW: 3 * 9 * 60}


def service_of(company, kind):
    """BusinessError `workorders.no_team`."""
    service = (
        Service.objects.filter(company=company, kind=kind)
        .select_related("team__workplace", "company__workplace")
        .first()
    )
    if service is None:
        sentence = _("No team does “{kind}” yet. Please ask the head of the back office.")
        raise BusinessError("workorders.no_team", sentence.format(kind=OrderKind(kind).label), field="kind")
    return service


def minutes_of(service, priority):
    level = ServiceLevel.objects.filter(service=service, priority=priority).first()
    return level.minutes if level else USUAL[priority]


def levels_of(service):
    """{priority: minutes}, also where none was set."""
    return {**USUAL, **{level.priority: level.minutes for level in service.levels.all()}}


def offered(company):
    """Services that some team does, in the order of the kinds."""
    services = Service.objects.filter(company=company).select_related("team").prefetch_related("levels")
    done = {service.kind: service for service in services}
    return [done[kind] for kind in OrderKind if kind in done]
