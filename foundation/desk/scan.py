"""The nightly look for roles that exclude each other. The wall in the database allows none; this proves it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.access.queries.grants import conflicts_in_force
from foundation.notices.actions import notify
from foundation.organisation.models import Person
from foundation.records.actor import acting

FOUND = _("Somebody holds roles that exclude each other.")


def scan():
    """The conflicts, of which the audit is told."""
    found = conflicts_in_force()
    if found:
        with acting("system:scan"):
            for person in Person.objects.employed(timezone.localdate()):
                if can(person, "access.scan:run"):
                    notify(person, FOUND, reverse("desk:verify"), kind="access.scan")
    return found


def work(job, progress):
    return {"conflicts": len(scan())}
