from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from backoffice import watch
from backoffice.doctor import Finding, State
from backoffice.models import Condition
from backoffice.safekeeping import nightly
from foundation.jobs.choices import State as JobState
from foundation.jobs.models import Job
from foundation.lib.tests.conftest import english
from foundation.notices.models import Notice
from foundation.records.actor import acting

__all__ = ["english"]
FIRST, LATER = datetime(2026, 3, 2, 8, tzinfo=UTC), datetime(2026, 3, 2, 8, 5, tzinfo=UTC)


def disk(state):
    def disk():
        return Finding("Disk", state, "3 % are free.")

    return disk


@pytest.fixture
def look(cast, english):
    def look(now, state):
        watch.remember([disk(state)], now)
        (condition,) = Condition.objects.all()
        return condition.state, condition.since, condition.checked_at

    return look


def test_it_remembers_since_when(look):
    assert look(FIRST, State.OK) == ("ok", FIRST, FIRST)
    assert look(LATER, State.OK) == ("ok", FIRST, LATER)
    assert look(LATER, State.WARN) == ("warn", LATER, LATER)


def test_who_administers_the_system_is_told_once(look, cast):
    look(FIRST, State.BAD)
    look(LATER, State.BAD)
    told = Notice.objects.values_list("person__last_name", "title", "url")
    assert list(told) == [("System", "Ein Teil des Portals arbeitet nicht: Disk", reverse("system"))]


def finished(kind, state, age, error=""):
    with acting("system:test"):
        Job.objects.create(kind=kind, key=kind, state=state, error=error, finished_at=timezone.now() - age)


@pytest.mark.parametrize(
    ("job", "state", "text"),
    [
        (None, State.OK, "The first night is still to come."),
        ((JobState.DONE, timedelta(hours=3)), State.OK, "Verified:"),
        ((JobState.DONE, timedelta(hours=27)), State.BAD, "Verified:"),
        ((JobState.FAILED, timedelta(hours=3), "Entry 7 was changed."), State.BAD, "Entry 7 was changed."),
    ],
)
def test_the_nights_work_is_looked_at(db, english, job, state, text):
    if job:
        finished(nightly.VERIFY, *job)
    finding = watch.verification()
    assert (finding.state, finding.text.startswith(text)) == (state, True)


def test_the_page_shows_every_part_with_its_remedy(cast, client_of):
    answer = client_of(cast.auditor).get(reverse("system"))
    assert answer.status_code == 200
    page = answer.content.decode()
    with translation.override("de"):
        findings = [check() for check in watch.all_checks()]
    assert [finding.subject for finding in findings if finding.subject not in page] == []
    assert "Starten Sie den Worker; wartende Aufträge laufen dann von selbst." in page
