"""The home page: each number is as many rows as the list behind it has, and costs the same with one row and with more."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounting.actions.books import open_fiscal_year
from accounting.actions.posting import post_entries
from accounting.tests.camt_cases import PLAIN
from accounting.tests.test_bank import bring_in
from conftest import SINCE, fresh
from foundation.access import approvals
from foundation.access.actions.people import create_person_with_login
from foundation.access.actions.roles import end_grant, grant_founding, request_role
from foundation.access.models import Role, RoleGrant
from foundation.calendars.days import nearest_working_day
from foundation.contacts.models import Partner
from foundation.desk import figures
from foundation.jobs.actions import enqueue
from foundation.jobs.models import Job
from foundation.lib.dates import midnight
from foundation.notices.actions import notify
from foundation.organisation.choices import Side
from foundation.organisation.models import Person, Unit
from foundation.records.actor import acting
from risk.actions.limits import propose_limit
from settlement.actions.deals import capture_deal
from settlement.tests.world import settle
from workorders.actions.orders import ask_back_office
from workorders.choices import OrderKind
from workorders.models import Service

LABELS = {
    "front": ["New notices", "Deals today", "Blocked", "Late this month", "My work orders", "Reports ready"],
    "leader": ["New notices", "Deals today", "Blocked", "Late this month", "Income", "Result"],
    "back": [
        "New notices", "Drafts", "Bank lines to book", "Entries this week", "Open periods", "Work orders to accept",
    ],
    "settler": [
        "New notices", "Open confirmations", "Open discrepancies", "Work orders to accept", "Work orders overdue",
        "Reports ready",
    ],
    "chief": [
        "New notices", "Open limit breaches", "Fullest limit", "Exposure", "Open confirmations", "Open discrepancies",
    ],
    "other": ["New notices", "Work orders to accept", "Work orders overdue", "Reports ready"],
    "manager": ["New notices", "Open confirmations", "Open discrepancies", "Drafts", "Open periods", "Income"],
    "admin": [
        "New notices", "Approvals under way", "Roles that end", "Second factor due and missing", "State of the portal",
        "Reports ready",
    ],
    "sysadmin": ["New notices", "State of the portal", "Failed jobs", "Last backup", "Disk", "Reports ready"],
    "auditor": [
        "New notices", "Audit events today", "Last seal of the audit trail", "Open limit breaches",
        "Fullest limit", "Exposure",
    ],
}  # fmt: skip
MORE = {"leader": "front.head", "settler": "back.settlement", "controller": "risk.controller", "chief": "risk.head"}
IN_UNITS = {Side.FRONT: ["front", "leader"], Side.BACK: ["back", "second", "other", "settler"]}
ROLES = ("front.advisor", "back.switchboard")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def world(bank, capture):
    """The cast and those who lead, settle and control deals, with books up to today and somebody to trade with."""
    with acting("system:test"):
        for name, role in MORE.items():
            setattr(bank, name, employed(bank, name, role))
        bank.partner = Partner.objects.create(
            company=bank.company, number="70001", kind="both", name="Fjordbank", search_name="70001 fjordbank"
        )
        for name, side in (("Handel", Side.FRONT), ("Buchhaltung", Side.BACK)):
            unit = Unit.objects.create(company=bank.company, name=name, side=side)
            people = [getattr(bank, each).pk for each in IN_UNITS[side]]
            Person.objects.filter(pk__in=people).update(unit=unit)
        Service.objects.create(company=bank.company, kind=OrderKind.INVOICE_COPY, team=unit)
        for year in range(2027, timezone.localdate().year + 1):
            open_fiscal_year(by="system:test", company=bank.company, start=date(year, 1, 1))
    bring_in(bank, PLAIN)
    limit(bank, 1_000_00)
    bank.capture = capture
    one_more(bank, 0)
    return bank


def employed(world, name, role):
    person = create_person_with_login(
        company=world.company, unit=world.unit, first_name=name.title(), last_name="Leitung",
        email=f"{name}@nordlicht.example", joined_on=SINCE, password="korrekt-pferd-batterie",
    )  # fmt: skip
    for each in Role.objects.filter(pk__in=["staff", role]):
        grant_founding(person=person, role=each, approved_by=world.admin, valid_from=SINCE, reason="cast")
    return person


def limit(world, amount):
    """Of what is open with the counterparty."""
    asked = propose_limit(
        by=fresh(world.controller), company=world.company, kind="counterparty", amount=amount,
        valid_from=timezone.localdate(), reason="cast", counterparty=world.partner,
    )  # fmt: skip
    approvals.vote(approvals.pending_about(asked).get(), by=fresh(world.chief), vote="yes")


def deal(world, amount, at):
    return capture_deal(
        by=fresh(world.front), company=world.company, product="fx_spot", direction="buy", amount=amount, at=at,
        currency="EUR", price=Decimal("1.0825"), counter_currency="USD", counterparty=world.partner, channel="mail",
        side_agreements="none", call_ref="",
        value_date=nearest_working_day(timezone.localdate() + timedelta(days=3), world.company.calendar),
    )  # fmt: skip


def trade(world):
    """Two deals of last week, of which one is matched and of the other another amount was confirmed; one that nobody
    confirmed; and today a late one that breaks the limit."""
    morning = midnight(timezone.localdate())
    matched, differing, _waiting = (deal(world, 1_00, morning - timedelta(days=4, hours=-9)) for _each in range(3))
    settle(differing, matched, by=fresh(world.settler))
    assert deal(world, 1_000_00, morning + timedelta(hours=23)).state == "blocked"


def ask_for_work(world):
    """The first of them should have been done long ago."""
    for at in (timezone.now() - timedelta(days=30), timezone.now()):
        ask_back_office(by=fresh(world.front), company=world.company, kind="invoice_copy", title="Copy", at=at)


def one_more(world, number):
    """Of everything that the home page counts."""
    today = timezone.localdate()
    world.capture(day=today)
    post_entries([world.capture(day=today).pk], by=fresh(world.second))
    with acting("system:test"):
        for name in LABELS:
            notify(getattr(world, name), "Something happened", "/desk/")
        job = enqueue("records.seal", key=f"failed {number}", by=None)
        Job.objects.filter(pk=job.pk).update(state="failed", finished_at=timezone.now())
    request_role(
        by=fresh(world.admin), person=world.other, role=Role.objects.get(pk=("back.switchboard", "back.itops")[number]),
        reason="Vertretung", valid_from=today,
    )  # fmt: skip
    trade(world)
    ask_for_work(world)
    grant = RoleGrant.objects.filter(person=(world.other, world.second)[number], role="staff").get()
    end_grant(grant, by=fresh(world.admin), on=today + timedelta(days=9))


def counted(world, name):
    return figures.of(fresh(getattr(world, name)))


def rows_of(browser, url):
    """Of all pages of a list, or of the periods, which stand on one page by year."""
    answer = browser.get(url)
    if "years" in answer.context:
        return sum(len(periods) for _year, periods in answer.context["years"])
    page = answer.context["page"]
    here, path = len(answer.context["rows"]), url.partition("?")[0]
    return here + (rows_of(browser, f"{path}?{url.partition('?')[2]}&after={page.after}") if page.after else 0)


def test_each_number_is_as_many_rows_as_its_list_has(world, secure_client_of):
    labels, numbers, rows = {}, {}, {}
    for name in LABELS:
        browser = secure_client_of(getattr(world, name))
        found = counted(world, name)
        labels[name] = [str(figure.label) for figure in found]
        numbers |= {(name, f.url): f.value for f in found if isinstance(f.value, int)}
        rows |= {(name, f.url): rows_of(browser, f.url) for f in found if isinstance(f.value, int)}
        assert {browser.get(figure.url).status_code for figure in found} == {200}
    assert (labels, numbers) == (LABELS, rows)


def test_the_numbers_are_not_all_nothing(world):
    numbers = {str(f.label): f.value for name in LABELS for f in counted(world, name) if isinstance(f.value, int)}
    assert {label for label, value in numbers.items() if not value} == {"Reports ready"}


def test_more_rows_ask_nothing_more_of_the_database(world):
    def asked(name):
        with CaptureQueriesContext(connection) as queries:
            counted(world, name)
        return len(queries)

    before = {name: asked(name) for name in LABELS}
    one_more(world, 1)
    assert {name: asked(name) for name in LABELS} == before
    assert max(before.values()) <= 15, before


def test_the_result_stands_on_its_page_as_on_the_tile(world, client_of):
    page = client_of(world.leader).get("/accounting/results/")
    sums = page.context["sums"]
    assert (sums.income, sums.expenses, sums.result) == (100_00, 0, 100_00)
    assert [figure.value for figure in counted(world, "leader")][4:] == ["100.00", "100.00"]


def test_a_role_that_ended_takes_its_numbers_along(world):
    grant = RoleGrant.objects.get(person=world.leader, role="front.head")
    end_grant(grant, by=fresh(world.admin), on=timezone.localdate() - timedelta(days=1))
    assert [str(figure.label) for figure in counted(world, "leader")] == ["New notices", "Reports ready"]
