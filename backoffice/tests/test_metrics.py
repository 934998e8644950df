from datetime import timedelta

from django.utils import timezone

from backoffice.metrics import lines
from backoffice.models import Condition
from foundation.jobs.models import Job
from foundation.records.actor import acting


def test_they_count_what_a_watcher_asks_for(db):
    now = timezone.now()
    with acting("system:test"):
        Condition.objects.create(part="disk", state="warn", since=now, checked_at=now - timedelta(seconds=90))
        Job.objects.create(kind="k", key="k")
    Job.objects.update(created_at=now - timedelta(minutes=2))
    assert [line for line in lines(now) if not line.startswith("#")] == [
        'portal_part{part="disk"} 1',
        "portal_looked_seconds_ago 90",
        'portal_jobs{state="queued"} 1',
        'portal_jobs{state="running"} 0',
        'portal_jobs{state="done"} 0',
        'portal_jobs{state="failed"} 0',
        'portal_jobs{state="refused"} 0',
        "portal_oldest_waiting_job_seconds 120",
        "portal_sessions 0",
    ]


def test_they_are_for_this_machine_only(db, client):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR="203.0.113.7").status_code == 404
