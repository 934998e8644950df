"""Who sees which deals, how a cancellation is decided, and what the pages tell."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from conftest import fresh
from foundation.access.gate import Denied
from foundation.calendars.days import nearest_working_day
from foundation.desk import worklist
from foundation.desk.tests.conftest import second_factor, secure_client_of
from foundation.lib.errors import BusinessError, Conflict
from foundation.notices.models import Notice
from foundation.records.actor import acting
from foundation.screens import search
from risk.actions.exposure import release_exposure
from risk.subjects import of as subject_of
from settlement.actions.cancellations import ask_cancellation, decide_cancellation
from settlement.figures import figures
from settlement.models import Cancellation, Deal
from settlement.queries import numbers
from settlement.queries.deals import late_deals, positions

from .conftest import EVENING, NOON

__all__ = ["second_factor", "secure_client_of"]
pytestmark = pytest.mark.django_db

OWN, DESK, UNITS, ALL, NONE = {"trader"}, {"trader", "colleague"}, {"trader", "colleague", "stranger"}, None, set()
SEEN = {
    "trader": DESK, "colleague": DESK, "stranger": {"stranger"}, "advisor": {"advisor"}, "head": UNITS,
    "front_board": ALL, "settler": ALL, "back_head": ALL, "controller": ALL, "risk_head": ALL, "compliance": ALL,
    "auditor": ALL, "back": NONE, "other": NONE, "admin": NONE, "sysadmin": NONE,
}  # fmt: skip


@pytest.fixture
def deals(floor, capture):
    """One of each trader."""
    brokered = {"product": "brokered", "good": "Hausrat Plus", "counter_currency": "", "price": Decimal(4)}
    made = {name: capture(by=getattr(floor, name)) for name in ("trader", "colleague", "stranger")}
    return made | {"advisor": capture(by=floor.advisor, **brokered)}


@pytest.mark.parametrize("who", SEEN)
def test_who_sees_which_deals(floor, deals, who):
    seen = {
        name for name, deal in deals.items() if Deal.objects.visible_to(fresh(getattr(floor, who))).filter(pk=deal.pk)
    }
    assert seen == (set(deals) if SEEN[who] is ALL else SEEN[who])


def test_whoever_moved_still_sees_what_he_closed(floor, deals):
    with acting("system:test"):
        floor.trader.unit = floor.units["Rohstoffe"]
        floor.trader.save()
    assert {deal.trader for deal in Deal.objects.visible_to(fresh(floor.trader))} == {floor.trader, floor.stranger}


def test_nobody_else_is_told_that_a_deal_exists(floor, deals, client_of):
    browser = client_of(floor.stranger)
    assert browser.get(deals["trader"].get_absolute_url()).status_code == 404
    assert browser.get(deals["stranger"].get_absolute_url()).status_code == 200
    assert search.find(fresh(floor.stranger), "G-2026-000001") == []
    (group,) = search.find(fresh(floor.trader), "G-1")
    assert [hit.title for hit in group.hits] == ["G-2026-000001 – Hanseatische Außenhandelsbank AG"]


def test_a_cancellation_is_asked_for_and_decided_by_others(floor, capture):
    deal = capture()
    asked = ask_cancellation(deal, by=fresh(floor.trader), reason="Doppelt erfasst")
    with pytest.raises(Conflict) as caught:
        ask_cancellation(deal, by=fresh(floor.head), reason="Noch einmal")
    assert caught.value.code == "cancellation.asked"
    for person, rule in ((floor.trader, "R04"), (floor.head, "R04"), (floor.controller, "R04"), (floor.back, "R20")):
        with pytest.raises(Denied) as denied:
            decide_cancellation(asked, by=fresh(person), granted=True)
        assert denied.value.rule == rule
    decide_cancellation(asked, by=fresh(floor.settler), granted=True)
    deal.refresh_from_db()
    assert (deal.state, deal.number) == ("cancelled", "G-2026-000001")
    assert Notice.objects.filter(person=floor.trader, kind="settlement.cancellation").count() == 1
    with pytest.raises(Conflict):
        decide_cancellation(asked, by=fresh(floor.settler2), granted=False, answer="Zu spät")
    assert capture(amount=10_000_000_00).state == "captured"  # its limit is free again


def test_what_is_declined_may_be_asked_again(floor, capture):
    deal = capture()
    asked = ask_cancellation(deal, by=fresh(floor.trader), reason="Kunde will nicht mehr")
    decide_cancellation(asked, by=fresh(floor.settler), granted=False, answer="Gilt")
    deal.refresh_from_db()
    assert (deal.state, Cancellation.objects.get().state) == ("captured", "declined")
    ask_cancellation(deal, by=fresh(floor.head), reason="Doch")


def test_a_blocked_deal_is_not_cancelled_but_refused(floor, capture):
    deal = capture(amount=10_000_000_01)
    with pytest.raises(BusinessError) as caught:
        ask_cancellation(deal, by=fresh(floor.trader), reason="Zu groß")
    assert caught.value.code == "deal.transition"


@pytest.mark.parametrize(("decide", "state"), [("unblocked", "captured"), ("refused", "cancelled")])
def test_risk_control_decides_on_a_blocked_deal(floor, capture, decide, state):
    deal = capture(amount=10_000_000_01)
    (waiting,) = worklist.of(fresh(floor.trader))
    assert waiting.url == "/settlement/deals/?whose=mine&state=blocked"
    with acting(floor.controller):
        getattr(subject_of(Deal._meta.db_table), decide)(str(deal.pk), floor.controller)
    deal.refresh_from_db()
    assert deal.state == state
    assert Notice.objects.filter(person=floor.trader, kind="settlement.deal").count() == 1
    assert worklist.of(fresh(floor.trader)) == []


def test_what_waits_for_the_back_office(floor, capture):
    deal = capture()
    ask_cancellation(deal, by=fresh(floor.trader), reason="Doppelt")
    assert deal.get_absolute_url() in [item.url for item in worklist.of(fresh(floor.settler))]


def test_positions_of_a_desk(floor, capture):
    capture()
    capture(direction="sell", amount=40_000_00, price=Decimal("1.1"))
    copper = {"product": "commodity", "good": "Kupfer", "unit": "t", "counter_currency": "", "price": Decimal(8000)}
    capture(by=floor.stranger, quantity=Decimal(2), **copper)
    capture(amount=10_000_000_00)  # blocked
    found = [(row.desk, row.what, row.bought, row.sold, row.deals) for row in positions(Deal.objects.all())]
    assert found == [
        ("Devisen", "EUR", 100_000_00, 40_000_00, 2),
        ("Devisen", "USD", 44_000_00, 108_250_00, 2),
        ("Rohstoffe", "EUR", 0, 16_000_00, 1),
        ("Rohstoffe", "Kupfer (t)", 2, 0, 1),
    ]


def test_late_deals_and_numbers_for_the_auditor(floor, capture):
    capture()
    late = capture(at=EVENING)
    span = (NOON - timedelta(days=1), NOON + timedelta(days=1))
    assert list(late_deals(fresh(floor.auditor), *span)) == [late]
    assert list(late_deals(fresh(floor.stranger), *span)) == []
    (found,) = numbers.deals([floor.company])
    assert (found.name, found.last, found.missing) == ("2026", 2, ())


def _soon(floor):
    return nearest_working_day(timezone.localdate() + timedelta(days=3), floor.company.calendar)


def form(floor, **typed):
    day = _soon(floor)
    return {
        "command_id": uuid4(), "counterparty": "70001", "direction": "buy", "amount": "100.000", "currency": "EUR",
        "price": "1,0825", "counter_currency": "USD", "value_date": f"{day:%d.%m.%Y}", "side_agreements": "-",
        "channel": "phone", "place": "office", **typed,
    }  # fmt: skip


CAPTURE = "/settlement/deals/new/fx_spot/"


def test_from_the_form_to_the_deal(floor, client_of):
    browser = client_of(floor.trader)
    typed = form(floor)
    answer = browser.post(CAPTURE, typed)
    deal = Deal.objects.get()
    assert (answer.status_code, answer.url) == (302, deal.get_absolute_url())
    assert (deal.amount, deal.price, deal.side_agreements) == (100_000_00, Decimal("1.0825"), "keine")
    assert browser.post(CAPTURE, typed).url == answer.url  # a double click
    assert Deal.objects.count() == 1
    assert browser.post(CAPTURE, {**typed, "amount": "200.000"}).status_code == 409
    assert Deal.objects.count() == 1


def test_whoever_breaks_a_limit_is_told_so(floor, client_of):
    browser = client_of(floor.trader)
    page = browser.post(CAPTURE, form(floor, amount="12.000.000"), follow=True).content.decode()
    assert "ist gesperrt: es reißt ein Limit" in page and "Das Geschäft wurde erfasst." not in page


TYPED = [
    ({"counterparty": "99999"}, "counterparty", "Einen Geschäftspartner „99999“ gibt es nicht"),
    ({"amount": "1.000.000.000.000"}, "amount", "zu groß"),
    ({"amount": "-5"}, "amount", "größer als null"),
    ({"amount": "0"}, "amount", "größer als null"),
    ({"price": "1.082"}, "price", "auf zwei Arten"),
    ({"value_date": "1.1."}, "value_date", "vor dem Handelstag"),
    ({"side_agreements": ""}, "side_agreements", ""),
    ({"place": "home"}, "place_reason", "braucht ein Geschäft einen Grund"),
]


@pytest.mark.parametrize(("typed", "field", "sentence"), TYPED)
def test_what_is_wrong_stands_at_its_field(floor, client_of, typed, field, sentence):
    answer = client_of(floor.trader).post(CAPTURE, form(floor, **typed))
    assert answer.status_code in (409, 422)
    assert sentence in "".join(answer.context["form"].errors[field])
    assert not Deal.objects.exists()


def test_what_the_limits_leave_is_seen_before(floor, client_of):
    browser = client_of(floor.trader)
    look = browser.post(f"{CAPTURE}look/", form(floor)).context["prospect"]
    assert (look.verdict.state, [use.free for use in look.verdict.uses]) == ("ok", [9_900_000_00])
    look = browser.post(f"{CAPTURE}look/", form(floor, amount="12.000.000")).context["prospect"]
    assert (look.verdict.state, look.deal.counter_amount) == ("block", 12_990_000_00)
    assert "prospect" not in browser.post(f"{CAPTURE}look/", form(floor, amount="?")).context
    assert not Deal.objects.exists()


def test_counterparties_are_found_while_one_types(floor, client_of):
    browser = client_of(floor.trader)
    for typed in ("7000", "außenhandel", "AUSSENHANDEL hamburg"):
        page = browser.get(reverse("settlement:counterparties"), {"counterparty": typed}).content.decode()
        assert "70001 · Hanseatische Außenhandelsbank AG" in page


def test_each_product_has_its_form(floor, client_of):
    browser = client_of(floor.trader)
    fields = {
        product: list(browser.get(f"/settlement/deals/new/{product}/").context["form"].fields)[1:]
        for product in ("fx_forward", "money_market", "commodity", "brokered")
    }
    assert [names[:8] for names in fields.values()] == [
        ["direction", "amount", "currency", "price", "counter_currency", "value_date", "side_agreements", "channel"],
        ["direction", "amount", "currency", "price", "value_date", "days", "side_agreements", "channel"],
        ["direction", "good", "quantity", "unit", "price", "currency", "value_date", "side_agreements"],
        ["direction", "good", "amount", "currency", "price", "value_date", "side_agreements", "channel"],
    ]
    assert browser.get("/settlement/deals/new/swap/").status_code == 404
    assert client_of(floor.advisor).get("/settlement/deals/new/fx_spot/").status_code == 403


def test_the_list_asks_the_same_however_many(floor, capture, client_of, django_assert_max_num_queries):
    browser = client_of(floor.head)
    for _deal in range(12):
        capture()
    with django_assert_max_num_queries(16):
        page = browser.get(reverse("settlement:deals"))
    assert page.status_code == 200


def test_what_the_home_page_tells_a_trader(floor, capture, set_limit):
    set_limit(200_000_00, "trader", trader=floor.trader)
    for _deal in range(3):
        capture(at=timezone.now(), value_date=_soon(floor))
    with translation.override("en"):
        told = {str(figure.label): figure.value for figure in figures(fresh(floor.trader))}
    assert told == {"Deals today": 3, "Blocked": 1, "Open limit": "0.00", "Late this month": told["Late this month"]}
    assert list(figures(fresh(floor.settler))) == []


def test_what_is_closed_frees_the_limits(floor, capture):
    first = capture(amount=10_000_000_00)
    assert capture().state == "blocked"
    with acting(floor.settler):
        release_exposure(first, by=floor.settler)
    assert capture().state == "captured"


def test_an_edited_deal_is_looked_at_as_a_new_one_without_what_it_takes_up_itself(floor, capture, client_of):
    deal = capture(at=timezone.now(), amount=9_000_000_00, value_date=_soon(floor))
    browser = client_of(floor.trader)
    address = reverse("settlement:deal_edit_look", args=[deal.pk])
    assert address in browser.get(reverse("settlement:deal_edit", args=[deal.pk])).content.decode()
    (use,) = browser.post(address, form(floor, amount="9.500.000")).context["prospect"].verdict.uses
    assert use.free == 500_000_00
    assert client_of(floor.colleague).post(address, form(floor)).status_code == 403
    deal.refresh_from_db()
    assert deal.amount == 9_000_000_00
