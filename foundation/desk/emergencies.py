"""Break-glass access as people notice it: who is told, what waits for a review, and what ends by itself."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.actions import breakglass as actions
from foundation.access.choices import Glass
from foundation.access.models import BreakGlass
from foundation.access.policy import MARK, can
from foundation.notices.actions import notify
from foundation.organisation.models import Person
from foundation.records.actor import acting
from foundation.records.models import AuditEvent

from .worklist import WorkItem

KIND = "access.break_glass"
VIEW = "access.break_glass:view"
BROKEN = _("Somebody broke the glass and works with emergency rights. Please review it afterwards.")
WATCHING = ("admin.access", "board.front", "board.back", "audit.internal")


def ask(*, by, **facts):
    with acting(by):
        glass = actions.ask_break_glass(by=by, **facts)
        if glass.alone:
            for person in Person.objects.employed(timezone.localdate()).exclude(pk=by.pk):
                if can(person, actions.REVIEW):
                    notify(person, BROKEN, address_of(glass), kind=KIND)
        return glass


def work(job, progress):
    with acting("system:break-glass"):
        return {"ended": actions.end_what_is_over(timezone.now())}


def waiting(person):
    """What another person did with emergency rights waits for a review."""
    if not can(person, actions.REVIEW):
        return []
    ended = BreakGlass.objects.filter(state=Glass.ENDED, reviewer=None).exclude(person=person).select_related("person")
    return [
        WorkItem(str(glass), address_of(glass), _("Review of emergency rights"), glass.ended_at, glass.review_due)
        for glass in ended
    ]


def glasses_for(person):
    """Who reviews or audits sees all; whoever broke one sees his own."""
    found = BreakGlass.objects.select_related("person", "reviewer")
    watches = can(person, actions.REVIEW) or can(person, "records.audit:view")
    return found if watches else found.filter(person=person)


def events_of(glass):
    """Everything that was written with it; the mark stands before the reason of each event."""
    mark = MARK.format(number=glass.pk)
    events = AuditEvent.objects.filter(person_id=glass.person_id, reason__startswith=mark).select_related("payload")
    return [event for event in events.order_by("-pk")[:500] if event.reason == mark or event.reason[len(mark)] == " "]


def address_of(glass):
    return reverse("desk:emergency", args=[glass.pk])
