from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounting.models import Account, BankAccount, BankLine, Entry, ImportBatch, Period
from accounting.queries.balances import totals, trial_balance
from accounting.queries.bank import standing
from accounting.queries.books import years
from accounting.queries.chain import verify_books
from backoffice.demo.bank import LEFT_TO_BOOK
from backoffice.demo.business import Trade
from backoffice.demo.company import LEFT_AS_DRAFTS, found
from backoffice.demo.people import PEOPLE, email, employ
from backoffice.demo.people import with_code as demo_codes
from backoffice.sign_in import demo_logins
from foundation.access.models import Approval, Role
from foundation.organisation.models import Company
from foundation.records import seals
from foundation.records.actor import acting
from foundation.reports.models import ReportRun, ReportSchedule
from risk.models import CreditDecision
from settlement.models import Deal
from settlement.queries.credits import waiting_for_credit

TODAY = timezone.localdate()  # roles, deputies and limits begin today, by the clock of the database as well
YEARS = [TODAY.year - 2, TODAY.year - 1, TODAY.year]


@pytest.fixture
def demo(settings):
    settings.DEMO, settings.DEMO_PASSWORD = True, "nur-zur-ansicht-2026"


def test_the_demo_company_has_books_that_hold(db, demo):
    company = found(TODAY)
    seals.seal()

    assert list(verify_books()) == []
    assert not Account.objects.filter(number__regex=r"^[0-9]{5}$", partner=None).exists()
    scans = Entry.objects.filter(journal__code="ER", posting_date__gte=TODAY - timedelta(days=59))
    assert scans.filter(documents=None).count() == 0 < scans.count()
    assert list(seals.verify()) == []
    assert Entry.objects.drafts().exclude(document_number__startswith="G-").count() == LEFT_AS_DRAFTS
    assert not Entry.objects.posted().filter(posting_date__gt=TODAY).exists()
    assert not any(entry.posted_by_id == entry.captured_by_id for entry in Entry.objects.posted())
    assert BankLine.objects.filter(state="open").count() == LEFT_TO_BOOK < BankLine.objects.count() / 10
    assert standing(BankAccount.objects.get()).unexplained == 0
    balances = {year.start.year: totals(trial_balance(year)).balance for year in years(company)}
    assert balances == dict.fromkeys(YEARS, 0)
    locked = Period.objects.filter(state="locked").values_list("fiscal_year__start__year", flat=True)
    assert set(locked) == set(YEARS[:2])
    soft = Period.objects.filter(state="soft").order_by("number").values_list("number", flat=True)
    assert list(soft) == list(range(1, TODAY.month - 1))
    *_first, before, after = sorted(years(company), key=lambda year: year.start)
    assert closing(before) == opening(after)
    open_work = (Approval.objects.filter(state="pending"), ImportBatch.objects.filter(error_count=1))
    open_work += (ReportRun.objects.filter(schedule=None), ReportSchedule.objects.filter(state="active"))
    assert [found.count() for found in open_work] == [4, 1, 1, 1]
    assert sorted(CreditDecision.objects.values_list("state", flat=True)) == ["agreed", "asked", "declined"]
    assert len(waiting_for_credit(Deal.objects.filter(state="matched"))) == 1


SHEET = {"asset", "liability"}


def closing(year):
    return {row.number: row.balance for row in trial_balance(year) if row.kind in SHEET and row.balance}


def opening(year):
    return {row.number: row.opening for row in trial_balance(year) if row.kind in SHEET and row.opening}


def test_everybody_has_a_login_and_a_second_factor_where_it_is_due(db, demo):
    with acting("system:test"):
        employ(Company.objects.create(name="Nordlicht", code="nordlicht"), date(2020, 1, 1))
    with_code = {login["role"] for login in demo_logins() if login["totp"]}
    assert sorted(login["email"] for login in demo_logins()) == sorted(email(*one[:2]) for one in PEOPLE)
    assert {login["role"] for login in demo_logins()} == {str(role) for role in Role.objects.exclude(pk="staff")}
    assert with_code == {str(role) for role in Role.objects.filter(pk__in=demo_codes())}


def test_the_same_day_brings_the_same_trade():
    assert Trade(TODAY).month(TODAY.year, 1) == Trade(TODAY).month(TODAY.year, 1)


def test_two_years_are_five_thousand_entries():
    trade = Trade(date(2026, 12, 31))
    assert sum(len(trade.month(year, month)) for year in (2025, 2026) for month in range(1, 13)) >= 5_000


def test_it_does_not_come_where_no_demo_is_wanted(db):
    with pytest.raises(CommandError):
        call_command("demo", stdout=StringIO())


def test_it_does_not_come_where_a_company_is(cast, demo):
    with pytest.raises(CommandError):
        call_command("demo", stdout=StringIO())
