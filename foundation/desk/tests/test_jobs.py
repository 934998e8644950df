"""The list of background jobs."""

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
