"""Figures for a watcher on this machine, in the text format of Prometheus. How long requests took stands in the log."""

from django.contrib.sessions.models import Session
from django.db.models import Count, Min
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from foundation.access.gate import public
from foundation.jobs.choices import State as JobState
from foundation.jobs.models import Job

from .doctor import State
from .health import from_this_machine
from .models import Condition

GRADES = {State.OK: 0, State.WARN: 1, State.BAD: 2}


@require_safe
@public
def metrics(request):
    if not from_this_machine(request):
        raise Http404
    return HttpResponse(
        "".join(f"{line}\n" for line in lines(timezone.now())), content_type="text/plain; version=0.0.4"
    )


def lines(now):
    yield "# HELP portal_part How a part of the portal is: 0 well, 1 look at it, 2 not well"
    yield "# TYPE portal_part gauge"
    for part in Condition.objects.order_by("part"):
        yield f'portal_part{{part="{part.part}"}} {GRADES[part.state]}'
    yield "# TYPE portal_looked_seconds_ago gauge"
    looked = Condition.objects.aggregate(first=Min("checked_at"))["first"]
    yield f"portal_looked_seconds_ago {_ago(looked, now)}"
    yield "# TYPE portal_jobs gauge"
    counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    for state in JobState:
        yield f'portal_jobs{{state="{state}"}} {counts.get(state, 0)}'
    yield "# TYPE portal_oldest_waiting_job_seconds gauge"
    oldest = Job.objects.filter(state=JobState.QUEUED).aggregate(first=Min("created_at"))["first"]
    yield f"portal_oldest_waiting_job_seconds {_ago(oldest, now)}"
    yield "# TYPE portal_sessions gauge"
    yield f"portal_sessions {Session.objects.filter(expire_date__gt=now).count()}"


def _ago(moment, now):
    return round((now - moment).total_seconds()) if moment else 0
