from django.urls import reverse

from conftest import fresh
from foundation.access.models import RoleGrant
from foundation.jobs import handlers
from foundation.jobs.choices import State
from foundation.records.actor import acting
from foundation.reports.actions import request_report

from .conftest import START


def made(house, format="csv"):
    run = request_report(by=fresh(house.back), report=house.report, params={}, format=format)
    handlers.run(run.job_id)
    return run


def address(run):
    return reverse("reports:download", args=[run.key, "csv"])


def test_a_report_is_made_and_leaves_as_an_attachment(house, client_of):
    response = client_of(house.back).get(address(made(house)))
    assert b"1234,56" in b"".join(response.streaming_content)
    assert response["Content-Disposition"].startswith("attachment")
    assert (response["X-Content-Type-Options"], response["Content-Security-Policy"]) == ("nosniff", "sandbox")


def test_another_may_not_even_know_of_it(house, client_of):
    run = made(house)
    others = client_of(house.second)
    assert [others.get(reverse(f"reports:{name}", args=[run.key])).status_code for name in ("run", "progress")] == [
        404,
        404,
    ]
    assert others.get(address(run)).status_code == 404


def test_a_right_that_ended_meanwhile_refuses_the_report(house):
    run = request_report(by=fresh(house.back), report=house.report, params={}, format="csv")
    with acting("system:test"):
        RoleGrant.objects.filter(person=house.back).update(valid_to=START)
    handlers.run(run.job_id)
    run.refresh_from_db()
    assert (run.job.state, run.is_finished) == (State.REFUSED, False)


def test_runs_are_found_by_who_when_what_and_how_they_ended(house, client_of):
    made(house)
    client, runs = client_of(house.back), reverse("reports:runs")
    found = {
        query: len(client.get(f"{runs}?{query}").context["rows"])
        for query in (
            "", "report=test-sizes", f"who={house.back.pk}", f"who={house.manager.pk}", "state=done", "state=failed",
            "when_from=h", "when_to=-1", "q=2026",
        )
    }  # fmt: skip
    assert found == {
        "": 1, "report=test-sizes": 1, f"who={house.back.pk}": 1, f"who={house.manager.pk}": 0, "state=done": 1,
        "state=failed": 0, "when_from=h": 1, "when_to=-1": 0, "q=2026": 0,
    }  # fmt: skip
