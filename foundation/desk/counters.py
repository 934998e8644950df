"""What the home page tells of the rooms that have no page of their own, to whoever it concerns."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.choices import ApprovalState
from foundation.access.policy import can
from foundation.access.queries import without_second_factor
from foundation.jobs.choices import State
from foundation.lib.charts import Point
from foundation.lib.dates import format_date, midnight
from foundation.notices.queries import unread_count
from foundation.organisation.models import Person
from foundation.records import seals
from foundation.reports.models import ReportRun
from foundation.screens.templatetags.screens import clock, day

from .figures import Figure
from .queries import approvals_for, events_by_day, grants_ending

ENDING, TREND, READY = timedelta(days=30), 30, timedelta(days=7)


def notices(person):
    yield Figure(_("New notices"), unread_count(person), url=f"{reverse('notices')}?state=unread")


def access(person):
    """Who gives roles sees what is to be decided, what ends soon, and who signs in too easily."""
    if not can(person, "access.grant:approve"):
        return
    today = timezone.localdate()
    waiting = approvals_for(person).filter(state=ApprovalState.PENDING).count()
    url = f"{reverse('desk:approvals')}?state={ApprovalState.PENDING}"
    yield Figure(_("Approvals under way"), waiting, url=url, tone="wait" if waiting else "")
    ending = grants_ending(person, today, today + ENDING).count()
    span = f"until_from={format_date(today)}&until_to={format_date(today + ENDING)}"
    yield Figure(_("Roles that end"), ending, _("within 30 days"), f"{reverse('desk:grants')}?{span}")
    unsafe = Person.objects.visible_to(person).filter(pk__in=without_second_factor(today)).count()
    url = f"{reverse('desk:people')}?factor=missing"
    yield Figure(_("Second factor due and missing"), unsafe, url=url, tone="bad" if unsafe else "good")


def trail(person):
    if can(person, "records.audit:view"):
        today = timezone.localdate()
        days = [today - timedelta(days=back) for back in range(TREND - 1, -1, -1)]
        counts = events_by_day(days)
        url = f"{reverse('desk:audit')}?at_from={format_date(today)}&at_to={format_date(today)}"
        series = tuple(Point(f"{day:%d.%m.}", count) for day, count in zip(days, counts, strict=True))
        yield Figure(_("Audit events today"), counts[-1], _("the last 30 days"), url, series=series)
    if can(person, "records.audit:verify"):
        last = seals.last_seal()
        value, note = (day(timezone.localdate(last.at)), clock(last.at)) if last else (_("none yet"), "")
        yield Figure(_("Last seal of the audit trail"), value, note, reverse("desk:verify"))


def reports(person):
    since = timezone.localdate() - READY
    ready = ReportRun.objects.visible_to(person).filter(job__state=State.DONE, requested_at__gte=midnight(since))
    url = f"{reverse('reports:runs')}?state={State.DONE}&when_from={format_date(since)}"
    yield Figure(_("Reports ready"), ready.count(), _("of the last 7 days"), url)
