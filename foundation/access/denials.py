"""Attempts at what moves money that were refused. They are noted: the audit reads them, risk control counts them."""

from foundation.organisation.models import Person
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.models import AuditEvent

from . import permissions

VERB = "access.denied"


def note(request, denied):
    """Of a form that was sent; who only looks changes nothing."""
    person, permission = getattr(request, "person", None), getattr(denied, "permission", "")
    if request.method != "POST" or person is None or not permissions.is_declared(permission):
        return
    if permissions.get(permission).money:
        with acting(person):
            happened(VERB, subject=person, permission=permission, rule=denied.rule)


def count(company, first, last):
    """Those of its people, from one moment to another."""
    people = Person.objects.filter(company=company)
    return AuditEvent.objects.filter(verb=VERB, at__gte=first, at__lt=last, person_id__in=people.values("pk")).count()
