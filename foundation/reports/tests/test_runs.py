from datetime import date

import pytest
from django.http import Http404
from django.test import RequestFactory

from foundation.access import permissions
from foundation.access.choices import GrantSource
from foundation.access.models import RoleGrant
from foundation.jobs import handlers
from foundation.jobs.choices import State
from foundation.organisation.models import Company, Person
from foundation.records.actor import acting
from foundation.reports import catalogue, views
from foundation.reports.actions import request_report

START = date(2024, 1, 1)


class Sizes(catalogue.Report):
    code, name, permission = "test-sizes", "Sizes", "test.sizes:view"

    def build(self, person, params, progress):
        return catalogue.ReportData("Sizes", "Nordlicht", [], [("Amount", "amount")], [[123456]])


@pytest.fixture
def staff(db, monkeypatch, settings, tmp_path):
    """Ada and Bo, both of the accounting department, and a report that it may run."""
    settings.FILES_DIR = tmp_path
    monkeypatch.setattr(permissions, "_declared", dict(permissions._declared))
    monkeypatch.setattr(catalogue, "_reports", {"test-sizes": Sizes()})
    permissions.declare(permissions.Permission("test.sizes:view", "See sizes", roles=("back.accounting",)))
    with acting("system:test"):
        company = Company.objects.create(name="Nordlicht Handel GmbH", code="nordlicht")
        ada, bo, chief = (
            Person.objects.create(
                company=company, first_name=name, last_name="Sommer", email=f"{name}@example.com", joined_on=START
            )
            for name in ("ada", "bo", "chief")
        )
        for person in (ada, bo):
            RoleGrant.objects.create(
                person=person, role_id="back.accounting", valid_from=START, reason="test",
                source=GrantSource.FOUNDING, requested_by=chief, approved_by=chief,
            )  # fmt: skip
    return ada, bo


def wish(person):
    return request_report(by=person, report=catalogue.get("test-sizes"), params={}, format="csv")


def download(person, run):
    request = RequestFactory().get("/")
    request.person = person
    return views.download(request, key=run.key)


def test_a_report_is_made_and_leaves_as_an_attachment(staff):
    ada, _ = staff
    run = wish(ada)
    handlers.run(run.job_id)
    response = download(ada, run)
    assert b"1234,56" in b"".join(response.streaming_content)
    assert response["Content-Disposition"].startswith("attachment")
    assert (response["X-Content-Type-Options"], response["Content-Security-Policy"]) == ("nosniff", "sandbox")


def test_another_may_not_even_know_of_it(staff):
    ada, bo = staff
    run = wish(ada)
    handlers.run(run.job_id)
    with pytest.raises(Http404):
        download(bo, run)


def test_a_right_that_ended_meanwhile_refuses_the_report(staff):
    ada, _ = staff
    run = wish(ada)
    with acting("system:test"):
        RoleGrant.objects.filter(person=ada).update(valid_to=START)
    handlers.run(run.job_id)
    run.refresh_from_db()
    assert (run.job.state, run.is_finished) == (State.REFUSED, False)
