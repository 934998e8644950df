"""Two companies in one installation."""

from datetime import date

import pytest

from accounting.actions.books import open_books, open_fiscal_year
from accounting.actions.entries import capture_entry
from accounting.models import Journal
from accounting.tests.conftest import DAY, cash_sale
from conftest import SINCE
from foundation.access.actions.people import create_person_with_login
from foundation.access.choices import GrantSource
from foundation.access.models import RoleGrant
from foundation.jobs import handlers
from foundation.organisation.models import Company
from foundation.records.actor import acting
from foundation.reports import catalogue
from foundation.reports.models import ReportRun

ENTRIES = "/accounting/entries/"


@pytest.fixture
def two(books, capture):
    """A second company with books and an entry of its own, and a bookkeeper who belongs to the first alone."""
    with acting("system:test"):
        books.second_company = Company.objects.create(name="Südlicht Handel GmbH", code="suedlicht")
        open_books(company=books.second_company)
        open_fiscal_year(by="system:test", company=books.second_company, start=date(2026, 1, 1))
        books.limited = create_person_with_login(
            company=books.company, first_name="Lina", last_name="Lokal", email="lina@nordlicht.example",
            joined_on=SINCE,
        )  # fmt: skip
        RoleGrant.objects.create(
            person=books.limited, role_id="back.accounting", company=books.company, valid_from=SINCE, reason="cast",
            source=GrantSource.FOUNDING, requested_by=books.admin, approved_by=books.admin,
        )  # fmt: skip
    books.first_entry = capture(text="Im Norden")
    books.second_entry = capture_entry(
        by=books.back, company=books.second_company, text="Im Süden", posting_date=DAY, lines=cash_sale(),
        journal=Journal.objects.get(company=books.second_company, code="AB"),
    )  # fmt: skip
    return books


def choose(client, company):
    return client.post("/preferences/", {"company": company.pk})


def shown(client):
    page = client.get(ENTRIES).content.decode()
    return {text for text in ("Im Norden", "Im Süden") if text in page}


def test_who_is_limited_to_a_company_does_not_see_the_other(two, client_of):
    client = client_of(two.limited)
    choose(client, two.second_company)
    assert shown(client) == {"Im Norden"}
    assert client.get(f"{ENTRIES}{two.second_entry.pk}/").status_code == 404
    assert "Südlicht" not in client.get("/").content.decode()


def test_who_reaches_both_chooses_where_to_work(two, client_of):
    client = client_of(two.back)
    assert shown(client) == {"Im Norden"}
    assert 'name="company"' in client.get("/").content.decode()
    choose(client, two.second_company)
    assert shown(client) == {"Im Süden"}
    choose(client, two.company)
    assert shown(client) == {"Im Norden"}


def test_a_report_is_made_for_the_company_that_was_chosen(two, client_of):
    client = client_of(two.back)
    choose(client, two.second_company)
    page = f"/reports/{catalogue.get('accounting.trial_balance').code}/"
    form = client.get(page).context["form"]
    year = form.fields["fiscal_year"].initial
    sent = {
        "command_id": form["command_id"].value(), "fiscal_year": year.pk, "first": 1, "last": 12, "format": "csv",
    }  # fmt: skip
    assert client.post(page, sent).status_code == 302
    run = ReportRun.objects.get()
    handlers.run(run.job_id)
    run.refresh_from_db()
    assert (run.company, run.job.state) == (two.second_company, "done")


def test_one_company_needs_no_switch(books, client_of):
    assert 'name="company"' not in client_of(books.back).get("/").content.decode()
