"""When scheduled reports come, for the calendar of whoever receives them."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.policy import can
from foundation.calendars import feed
from foundation.lib.dates import midnight

from . import catalogue
from .choices import ScheduleState
from .models import ReportSchedule


def register():
    feed.register(feed.Provider("report", gettext_lazy("scheduled reports"), scheduled))


def scheduled(person, first, last):
    found = (
        ReportSchedule.objects.filter(Q(owner=person) | Q(recipients=person), state=ScheduleState.ACTIVE)
        .filter(next_due_at__range=(midnight(first), midnight(last)))
        .distinct()
    )
    for schedule in found:
        report = catalogue.get(schedule.report)
        if can(person, report.permission, schedule):
            title = _("Report “{name}”").format(name=report.name)
            uid = f"{schedule.pk}-{schedule.next_due_at:%Y%m%d}"
            yield feed.Event(uid, title, schedule.next_due_at, reverse("reports:runs"))
