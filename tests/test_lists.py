"""What every list page of the house keeps to."""

from datetime import date, time, timedelta
from decimal import Decimal
from inspect import getsource
from itertools import count
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone

from accounting.actions.payments import order_payment
from accounting.models import BankLine, BankStatement
from accounting.tests.camt_cases import PLAIN
from accounting.tests.test_bank import bring_in
from conftest import SINCE, fresh
from foundation.access.actions.closing import close_what_ended
from foundation.access.actions.deputies import name_deputy
from foundation.access.actions.people import add_person, create_person_with_login
from foundation.access.actions.positions import define_position
from foundation.access.actions.recertification import start_recertification
from foundation.access.actions.roles import grant_founding, request_role
from foundation.access.actions.terms import change_term
from foundation.access.models import BlockLeave, BreakGlass, Role, SeparationException, Term
from foundation.calendars.actions import open_workplace
from foundation.contacts.models import Partner
from foundation.desk import urls as desk_urls
from foundation.imports.models import TableImport
from foundation.jobs.actions import enqueue
from foundation.notices.actions import notify
from foundation.organisation.choices import Side
from foundation.organisation.models import Person, Unit
from foundation.records.actor import acting
from foundation.screens.actions import begin_with, choose_columns, save_view
from risk.actions.credits import ask_credit, set_credit_policy
from risk.actions.daily import keep_daily_report
from risk.actions.incidents import report_incident, set_material_loss
from risk.actions.inventory import add_risk
from risk.actions.prices import propose_price
from risk.models.inventory import SCORED
from risk.tests.conftest import deals, house, house_of_risk, set_limit
from settlement.choices import Product
from settlement.imports import CONFIRMATIONS
from settlement.models import CutOff, ProductTerms
from settlement.tests.world import deal_of, settle
from workorders.actions.orders import ask_back_office
from workorders.choices import OrderKind
from workorders.models import Service

__all__ = ["deals", "house", "house_of_risk", "set_limit"]

AT_MOST = 8
TODAY = timezone.localdate()

LISTS = [
    ("accounting:entries", "/accounting/entries/", "back", "number,period,posted_by,batch"),
    ("accounting:bank_lines", "/accounting/bank/{bank}/lines/", "back", "name,iban,statement"),
    ("contacts:partners", "/contacts/", "back", "number,company"),
    ("jobs:list", "/jobs/", "sysadmin", "kind,attempts"),
    ("desk:people", "/desk/people/", "other", "name,company"),
]


@pytest.mark.parametrize(("name", "path", "who", "columns"), LISTS)
def test_a_list_asks_at_most_eight_times_and_once_for_all_that_is_kept_of_it(
    books, bank, capture, client_of, secure_client_of, django_assert_max_num_queries, name, path, who, columns
):
    bring_in(bank, PLAIN)
    for number in range(3):
        capture()
        enqueue("records.seal", key=f"seal:{number}", by=fresh(books.sysadmin))
        with acting("system:test"):
            Partner.objects.create(company=books.company, number=f"1000{number}", kind="customer", name="Ahorn")
    person = fresh(getattr(books, who))
    begin_with(save_view(by=person, list=name, name="Meine", query=""), by=person, first=True)
    choose_columns(columns, by=person, list=name)
    browser = (secure_client_of if who == "sysadmin" else client_of)(person)
    address = path.format(bank=bank.bank.pk) + "?view=all"
    browser.get(address)  # the first request of a session notes that it is there
    with django_assert_max_num_queries(AT_MOST) as asked:
        page = browser.get(address, headers={"HX-Request": "true"})
    assert b"<tbody>" in page.content
    assert sum("screens_savedview" in query["sql"] for query in asked.captured_queries) == 1


WHOLE = ["/accounting/entries/", "/accounting/bank/{bank}/lines/", "/contacts/", "/jobs/", "/desk/people/", "/notices/"]


@pytest.mark.parametrize("who", ["back", "manager", "admin", "sysadmin", "auditor"])
def test_a_whole_page_asks_no_more(
    books, bank, capture, client_of, secure_client_of, django_assert_max_num_queries, who
):
    """With its menu, its filters and its head. What is counted there comes when the page is there."""
    bring_in(bank, PLAIN)
    capture()
    browser = (secure_client_of if "admin" in who else client_of)(getattr(books, who))
    for path in (page.format(bank=bank.bank.pk) for page in WHOLE):
        if browser.get(path).status_code == 200:
            with django_assert_max_num_queries(AT_MOST):
                page = browser.get(path).content.decode()
            assert 'id="badge-desk-work"></span>' in page
    assert 'id="badge-desk-work"' in browser.get("/badges/").content.decode()


ROOMS = {
    "front": ["/settlement/deals/", "/settlement/cut-offs/", "/settlement/positions/", "/workorders/mine/"],
    "back": ["/accounting/payments/", "/workorders/", "/workorders/team/"],
    "auditor": [
        "/settlement/deals/", "/settlement/confirmations/", "/settlement/discrepancies/", "/settlement/market-checks/",
        "/settlement/settlements/", "/settlement/terms/", "/accounting/payments/", "/workorders/",
    ],
    "manager": ["/workorders/services/"],
    "settler": ["/settlement/confirmations/imports/"],
}  # fmt: skip


@pytest.mark.parametrize("who", ROOMS)
def test_of_three_rows_no_more_is_asked_than_of_one(trade, client_of, who):
    """The lists of deals, of what settlement does with them, of work orders and payments."""
    trade.grow()
    browser = client_of(getattr(trade.books, who))
    asked = {path: [_asked(browser, path)] for path in ROOMS[who]}
    trade.grow()
    trade.grow()
    for path in ROOMS[who]:
        asked[path].append(_asked(browser, path))
    assert {path: counts for path, counts in asked.items() if len(set(counts)) > 1} == {}


def _asked(browser, path):
    browser.get(path)
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(path, headers={"HX-Request": "true"})
    assert page.status_code == 200
    return len(queries)


@pytest.fixture
def trade(books):
    """`grow()`: one row more of each."""
    with acting("system:test"):
        desk = Unit.objects.create(company=books.company, name="Handel", side=Side.FRONT)
        team = Unit.objects.create(company=books.company, name="Abwicklung", side=Side.BACK)
        Person.objects.filter(pk=books.front.pk).update(unit=desk)
        Person.objects.filter(pk=books.back.pk).update(unit=team)
        books.settler = create_person_with_login(
            company=books.company, unit=team, first_name="Silke", last_name="Settler", email="silke@nordlicht.example",
            joined_on=SINCE, password="test",
        )  # fmt: skip
        grant_founding(
            person=books.settler, role=Role.objects.get(pk="back.settlement"), approved_by=books.admin, valid_from=SINCE,
            reason="Gründung",
        )  # fmt: skip
        partner = Partner.objects.create(company=books.company, number="70001", kind="both", name="Ahornbank")
        account = partner.bank_accounts.create(iban="DE02120300000000202051", holder="Ahornbank", valid_from=SINCE)
    number = count()
    kinds = iter(OrderKind)

    def grow():
        first, kind = next(number), next(kinds)
        with acting("system:test"):
            Service.objects.create(company=books.company, kind=kind, team=team)
            TableImport.objects.create(
                kind=CONFIRMATIONS.code, company=books.company, name=f"{first}.csv", uploaded_by=books.settler
            )
        deal = deal_of(books, partner)
        settle(deal, deal_of(books, partner), by=books.manager)
        with acting(books.manager):
            CutOff.objects.create(
                company=books.company, time=time(17), valid_from=SINCE + timedelta(days=first), set_by=books.manager
            )
            ProductTerms.objects.create(
                company=books.company, product=list(Product)[first], valid_from=SINCE, set_by=books.manager,
                tolerance=1, four_eyes_from=0, journal="AB", buy_debit="1360", buy_credit="1200", sell_debit="1200",
                sell_credit="1360",
            )  # fmt: skip
        ask_back_office(by=fresh(books.front), company=books.company, kind=kind, title="Bitte")
        order_payment(
            by=fresh(books.back), permission="accounting.entry:capture", subject=deal, partner=partner,
            bank_account=account, amount=100, currency="EUR", due=SINCE, purpose=f"Valuta {first}",
        )  # fmt: skip

    return SimpleNamespace(books=books, grow=grow)


PAGES = [
    "/accounting/entries/{entry}/",
    "/accounting/bank/lines/{line}/",
    "/accounting/bank/statements/{statement}/",
    "/contacts/{partner}/",
    "/accounting/bank/{bank}/",
    "/accounting/accounts/1200/",
]


def test_a_page_answers_what_a_list_shows_beside_itself(books, bank, capture, client_of):
    """Its heading and its main facts: no form, no shell, no question that only the whole page asks."""
    bring_in(bank, PLAIN)
    with acting("system:test"):
        partner = Partner.objects.create(company=books.company, number="10001", kind="customer", name="Ahorn")
    names = {
        "entry": capture().pk, "line": BankLine.objects.get().pk, "statement": BankStatement.objects.get().pk,
        "partner": partner.pk, "bank": bank.bank.pk,
    }  # fmt: skip
    browser = client_of(books.back)
    for path in (page.format(**names) for page in PAGES):
        part = browser.get(path, headers={"HX-Request": "true", "HX-Target": "preview"}).content.decode()
        whole = browser.get(path).content.decode()
        assert f'<h2><a href="{path}">' in part
        assert 'class="facts"' in part or "Saldo je Periode" in part
        assert "<form" not in part
        assert "<html" in whole
        assert "<html" not in part


OF_RISK = [
    "limits/", "limits/{limit}/", "exposure/", "exposure/?by=trader", "breaches/", "prices/", "incidents/", "material-losses/",
    "credits/", "credits/{credit}/", "credit-policies/",
    "inventory/", "inventory/years/", "daily-reports/",
]  # fmt: skip


def test_lists_of_risk_control_ask_as_often_for_three_rows_as_for_one(house, deals, set_limit, client_of):
    browser = client_of(house.chief)
    limit = set_limit(10_00, "total")
    credit = a_credit_decision(house, 0)
    paths = [f"/risk/{path.format(limit=limit.pk, credit=credit.pk)}" for path in OF_RISK]

    def asked():
        counts = {}
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(path).status_code == 200
            counts[path] = len(queries)
        return counts

    a_row_in_each(house, deals, set_limit, 1)
    browser.get(paths[0])  # the first request of a session notes that it is there
    with_one = asked()
    for number in (2, 3):
        a_row_in_each(house, deals, set_limit, number)
    assert asked() == with_one


def a_row_in_each(house, deals, set_limit, number):
    today, chief, partner = timezone.localdate(), fresh(house.chief), [house.partner, house.other_partner][number % 2]
    set_limit(number * 100_00, counterparty=partner)
    deals.capture(1_00, counterparty_id=partner.pk)
    deals.capture(11_00, counterparty_id=partner.pk)
    propose_price(
        by=fresh(house.risk),
        kind="goods",
        code=f"Laterne {number}",
        day=today,
        price=Decimal(number),
        reason="Preisliste",
    )
    report_incident(by=fresh(house.trader), company=house.company, what="Doppelt gezahlt", happened_on=today)
    set_material_loss(by=chief, company=house.company, amount=number, reason="Beschluss")
    a_credit_decision(house, number)
    set_credit_policy(by=chief, company=house.company, ordinary_days=number, relevant_from=0, reason="Beschluss")
    add_risk(
        by=fresh(house.risk), company=house.company, owner=house.risk, name=f"Ausfall {number}", category="it",
        treatment="reduce", description="…", review_due=today + timedelta(days=30), **dict.fromkeys(SCORED, 3),
    )  # fmt: skip
    keep_daily_report(company=house.company, day=date(2026, 1, number), content={"de": []}, files={})


def a_credit_decision(house, number):
    return ask_credit(
        by=fresh(house.trader), company=house.company, partner=house.partner, days=60 + number, amount=100_00,
        valid_from=TODAY, reason="Auftrag",
    )  # fmt: skip


# --- The desk: three rows are read as often as one -----------------------------------------------------------------------


def _deputy(cast, number):
    person = (cast.manager, cast.other, cast.second)[number]
    roles = Role.objects.filter(pk="back.accounting")
    name_deputy(
        by=fresh(cast.back),
        principal=fresh(cast.back),
        person=person,
        roles=roles,
        valid_from=TODAY,
        valid_to=TODAY,
        reason="x",
    )


def _request(cast, number):
    person = (cast.back, cast.second, cast.other)[number]
    role = Role.objects.get(pk="back.customs")
    request_role(by=fresh(cast.admin), person=person, role=role, valid_from=TODAY, reason="x")


def _campaign(cast, number):
    role = Role.objects.get(pk=("back.accounting", "back.hr", "front.trader")[number])
    start_recertification(by=fresh(cast.admin), role=role, reviewer=cast.manager, stand_in=cast.admin2, due_on=TODAY)


def _person(cast, number):
    facts = {"first_name": "Nele", "last_name": f"Neu {number}", "email": f"neu{number}@nordlicht.example"}
    add_person(by=fresh(cast.admin), company=cast.company, unit=cast.unit, joined_on=TODAY, **facts)


def _unit(cast, number):
    Unit.objects.create(company=cast.company, name=f"Team {number}", side="back", parent=cast.unit, head=cast.manager)


def _position(cast, number):
    roles = Role.objects.filter(pk__in=["staff", "back.accounting"])
    define_position(by=fresh(cast.admin), name=f"Stelle {number}", unit=cast.unit, roles=roles)


def _exception(cast, number):
    SeparationException.objects.create(
        person=(cast.back, cast.second, cast.other)[number], role_a_id="back.accounting", role_b_id="back.payments",
        valid_from=TODAY, valid_to=TODAY, reason="x", control="x", requested_by=cast.admin,
    )  # fmt: skip


def _left_behind(cast, number):
    """Units without a head, one taken over from each leaver."""
    leaver = (cast.back, cast.second, cast.other)[number]
    Unit.objects.create(company=cast.company, name=f"Team {number}", side="back", head=leaver)
    Person.objects.filter(pk=leaver.pk).update(left_on=TODAY - timedelta(days=1))
    close_what_ended(timezone.now())


MORE = {
    "/desk/": ("admin2", _request),
    "/desk/?left": ("admin", _left_behind),
    "/desk/people/": ("admin", _person),
    "/desk/approvals/": ("admin2", _request),
    "/desk/deputies/": ("admin", _deputy),
    "/desk/block-leave/": (
        "admin",
        lambda cast, number: BlockLeave.objects.create(
            person=(cast.front, cast.back, cast.other)[number], valid_from=TODAY, valid_to=TODAY, planned_by=cast.admin
        ),
    ),
    "/desk/recertifications/": ("admin", _campaign),
    "/desk/roles/": ("admin", _request),
    "/desk/grants/": ("auditor", _person),
    "/desk/positions/": ("admin", _position),
    "/desk/units/": ("admin", _unit),
    "/desk/terms/": (
        "admin",
        lambda cast, number: change_term(
            Term.objects.all()[number], by=fresh(cast.admin), days=50 + number, reason="x"
        ),
    ),
    "/desk/emergencies/": (
        "admin",
        lambda cast, number: BreakGlass.objects.create(
            person=(cast.sysadmin, cast.back, cast.other)[number], reason="x", minutes=5
        ),
    ),
    "/desk/exceptions/": ("auditor", _exception),
    "/desk/evidence/map/": ("auditor", _person),
    "/desk/audit/": ("auditor", _unit),
    "/desk/workplaces/": (
        "manager",
        lambda cast, number: open_workplace(name=f"Ort {number}", land="SH", on=TODAY),
    ),
    "/jobs/": ("sysadmin", lambda cast, number: enqueue("records.seal", key=f"x{number}", by=fresh(cast.sysadmin))),
    "/notices/": ("back", lambda cast, number: notify(cast.back, "x", "/desk/")),
}


def test_each_list_of_the_desk_is_among_them():
    listed = {pattern.name for pattern in desk_urls.urlpatterns if "list_page(" in getsource(pattern.callback)}
    assert {f"desk:{name}" for name in listed} <= {resolve(path.split("?")[0]).view_name for path in MORE}


@pytest.mark.parametrize("path", MORE)
def test_three_rows_are_read_as_often_as_one(cast, client_of, secure_client_of, path):
    who, make = MORE[path]
    browser = (client_of if who in ("back", "manager") else secure_client_of)(getattr(cast, who))

    def more(number):
        with acting("system:test"):
            make(cast, number)

    def asked():
        browser.get(path)
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(path).status_code == 200
        return len(caught)

    more(0)
    once = asked()
    more(1)
    more(2)
    assert asked() == once
