"""The list of background jobs."""

from uuid import uuid4

import pytest

from foundation.jobs.choices import State
from foundation.jobs.models import Job

LIST = "/jobs/"


@pytest.fixture
def jobs(cast):
    """Work of the clock that went well, work of the clock that failed, and work that somebody asked for."""
    Job.objects.create(kind="records.seal", key="well", state=State.DONE)
    Job.objects.create(kind="access.scan", key="failed", state=State.FAILED, error="Das Band ist voll.")
    Job.objects.create(kind="audit.verify", key="asked", state=State.DONE, requested_by=cast.auditor)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Prüfprotokoll prüfen", "Nach unvereinbaren Rollen suchen"]),
        ("?kind=records.seal", ["Prüfprotokoll siegeln"]),
        ("?search=Band", ["Nach unvereinbaren Rollen suchen"]),
    ],
)
def test_what_the_clock_did_well_is_shown_when_asked_for(jobs, cast, secure_client_of, query, found):
    rows = secure_client_of(cast.sysadmin).get(LIST + query).context["rows"]
    assert len(rows) == len(found)
    assert all(word in row for word, row in zip(found, rows, strict=True))


def test_who_may_see_all_jobs_finds_them_in_the_menu(cast, secure_client_of):
    assert f'href="{LIST}"' in secure_client_of(cast.sysadmin).get("/").content.decode()
    assert f'href="{LIST}"' not in secure_client_of(cast.back).get("/").content.decode()


def test_failed_jobs_start_again_together_and_the_others_say_why_not(cast, client_of):
    common = {"kind": "audit.verify", "requested_by": cast.back}
    failed = [Job.objects.create(key=key, state=State.FAILED, attempts=3, error="x", **common) for key in "ab"]
    done = Job.objects.create(key="c", state=State.DONE, **common)
    foreign = Job.objects.create(kind="audit.verify", key="d", state=State.FAILED, requested_by=cast.front)
    client, page = client_of(cast.back), f"{LIST}retrying/"
    chosen = [job.pk for job in (*failed, done, foreign)]
    shown = client.get(page, {"job": chosen}).context
    assert (shown["fit"], shown["unfit"]) == (failed, [(done, "Er ist nicht gescheitert.")])
    answer = client.post(page, {"command_id": uuid4(), "job": [job.pk for job in failed]})
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
    states = Job.objects.order_by("key").values_list("state", "attempts")
    assert list(states) == [("queued", 0), ("queued", 0), ("done", 0), ("failed", 0)]


def test_all_start_again_or_none(cast, client_of):
    jobs = [
        Job.objects.create(kind="audit.verify", key=state, state=state, requested_by=cast.back)
        for state in (State.FAILED, State.RUNNING)
    ]
    sent = {"command_id": uuid4(), "job": [job.pk for job in jobs]}
    assert client_of(cast.back).post(f"{LIST}retrying/", sent).status_code == 409
    assert Job.objects.get(pk=jobs[0].pk).state == State.FAILED
