"""A deal is captured by its trader alone, with the terms that are possible and a sentence for each that is not."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from accounting.actions.bank import open_bank_account
from accounting.models import Account
from conftest import fresh
from foundation.access.gate import Denied
from foundation.contacts.choices import PartnerKind
from foundation.contacts.models import Partner
from foundation.lib.errors import BusinessError
from foundation.notices.models import Notice
from foundation.records.actor import acting
from settlement.actions.cut_offs import set_cut_off
from settlement.actions.deals import change_deal
from settlement.models import CutOff, Deal
from settlement.queries.numbers import deals

from .conftest import EVENING, FX, NOON

pytestmark = pytest.mark.django_db


def partner(floor, **facts):
    with acting("system:test"):
        return Partner.objects.create(
            company=floor.company, kind=PartnerKind.BOTH, number="70009", search_name="x", **facts
        )


def test_what_the_system_gives(floor, capture):
    deal = capture()
    assert (deal.number, deal.state, deal.late) == ("G-2026-000001", "captured", False)
    assert (deal.trader, deal.captured_by, deal.desk) == (floor.trader, floor.trader, floor.units["Devisen"])
    assert (deal.counter_amount, deal.risk_amount, deal.price_basis) == (108_250_00, 100_000_00, "rate")
    assert (deal.traded_at, deal.agreed_at) == (NOON, NOON)
    assert capture(by=floor.stranger).number == "G-2026-000002"
    assert capture(at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC), value_date=date(2027, 1, 5)).number == "G-2027-000001"


# Terms of each product, and what follows: amount, counter amount, value in euros.
PRODUCTS = [
    ({"product": "fx_forward", "currency": "USD", "counter_currency": "EUR", "price": Decimal("0.92")}, (100_000_00, 92_000_00, 92_000_00)),
    ({"product": "money_market", "price": Decimal("3.6"), "days": 90, "counter_currency": ""}, (100_000_00, 100_900_00, 100_000_00)),
    ({"product": "money_market", "price": Decimal("-0.5"), "days": 360, "counter_currency": ""}, (100_000_00, 99_500_00, 100_000_00)),
    ({"product": "commodity", "good": "Kupfer", "quantity": Decimal("25.5"), "unit": "t", "price": Decimal("8400.10"), "counter_currency": ""}, (214_202_55, None, 214_202_55)),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "amounts"), PRODUCTS)
def test_what_follows_from_the_terms(floor, capture, terms, amounts):
    deal = capture(**terms)
    assert (deal.amount, deal.counter_amount, deal.risk_amount) == amounts
    deal.refresh_from_db()
    assert deal.price == terms["price"]


NOT_TO_BE = [
    ("value date before the trade date", {"value_date": date(2026, 3, 13)}, "deal.value_before_trade", "value_date"),
    ("value date on Good Friday", {"value_date": date(2026, 4, 3)}, "deal.holiday", "value_date"),
    ("value date on a Saturday", {"value_date": date(2026, 3, 21)}, "deal.weekend", "value_date"),
    ("value date in another century", {"value_date": date(2126, 3, 18)}, "deal.value_too_far", "value_date"),
    ("no amount", {"amount": 0}, "deal.amount", "amount"),
    ("a negative amount", {"amount": -1}, "deal.amount", "amount"),
    ("a million millions", {"amount": 10**14}, "deal.too_large", "amount"),
    ("a counter amount too large", {"amount": 99 * 10**12, "price": Decimal(9)}, "deal.too_large", "amount"),
    ("a price of nothing", {"price": Decimal(0)}, "deal.price", "price"),
    ("a negative price", {"price": Decimal(-1)}, "deal.price", "price"),
    ("twice the same currency", {"counter_currency": "EUR"}, "deal.same_currency", "counter_currency"),
    ("no side agreements", {"side_agreements": " "}, "deal.side_agreements", "side_agreements"),
    ("at home without a reason", {"place": "home"}, "deal.place_reason", "place_reason"),
    ("agreed in an hour", {"agreed_at": NOON + timedelta(hours=1)}, "deal.agreed_ahead", "agreed_at"),
    ("no term", {"product": "money_market", "days": 0}, "deal.days", "days"),
    ("no quantity", {"product": "commodity", "good": "Zinn", "unit": "t", "quantity": Decimal(0)}, "deal.quantity", "quantity"),
    ("goods for nothing", {"product": "commodity", "good": "Zinn", "unit": "t", "quantity": Decimal(2), "price": Decimal(0)}, "deal.price", "price"),
    ("a price too small for the amount", {"price": Decimal("0.00000001")}, "deal.counter_amount", "price"),
    ("no reference rate", {"currency": "NOK", "counter_currency": "SEK"},
     "deal.no_reference", "currency"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("terms", "code", "field"), [case[1:] for case in NOT_TO_BE], ids=[case[0] for case in NOT_TO_BE]
)
def test_what_is_no_deal(floor, capture, terms, code, field):
    with pytest.raises(BusinessError) as caught:
        capture(**terms)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert not Deal.objects.exists()
    assert list(deals([floor.company])) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"name": "Sperrlicht", "legal_form": "AG", "blocked": True}, "deal.counterparty_blocked"),
        ({"name": "Nordlicht Handel", "legal_form": "GmbH"}, "deal.own_company"),
    ],
)
def test_who_is_no_counterparty(floor, capture, facts, code):
    with pytest.raises(BusinessError) as caught:
        capture(counterparty=partner(floor, **facts))
    assert (caught.value.code, caught.value.field) == (code, "counterparty")


def test_an_account_of_the_company_is_no_counterparty(office, capture):
    open_bank_account(
        by=fresh(office.back), company=office.company, name="Hausbank", iban=office.account.iban,
        account=Account.objects.get(company=office.company, number="1200"),
    )  # fmt: skip
    with pytest.raises(BusinessError) as caught:
        capture()
    assert (caught.value.code, caught.value.field) == ("deal.own_company", "counterparty")


# On the clock in Berlin; Monday 16 March, Easter Monday 6 April 2026.
CLOCK = [
    (datetime(2026, 3, 16, 15, 59, tzinfo=UTC), False),
    (datetime(2026, 3, 16, 16, 0, tzinfo=UTC), False),
    (datetime(2026, 3, 16, 16, 0, 0, 1, tzinfo=UTC), True),
    (datetime(2026, 3, 16, 22, 59, tzinfo=UTC), True),
    (datetime(2026, 3, 17, 5, 0, tzinfo=UTC), False),
    (datetime(2026, 3, 21, 9, 0, tzinfo=UTC), True),
    (datetime(2026, 4, 6, 9, 0, tzinfo=UTC), True),
    (datetime(2026, 6, 15, 15, 0, 1, tzinfo=UTC), True),
]


@pytest.mark.parametrize(("at", "late"), CLOCK)
def test_late_by_the_clock_of_the_server(floor, capture, at, late):
    assert capture(at=at, value_date=date(2026, 6, 22)).late is late


def test_another_cut_off_from_its_day_on(floor, capture):
    first = CutOff(company=floor.company, set_by=floor.back_head)
    with acting(floor.back_head):
        for product, at, day in (("", time(16), 9), ("fx_spot", time(18, 30), 16), ("", time(12), 17)):
            CutOff.objects.create(
                company=floor.company, product=product, time=at, valid_from=date(2026, 3, day), set_by=first.set_by
            )
    assert capture(at=EVENING).cut_off == datetime(2026, 3, 16, 17, 30, tzinfo=UTC)
    assert capture(at=EVENING, product="fx_forward").cut_off == datetime(2026, 3, 16, 15, tzinfo=UTC)
    assert capture(at=EVENING + timedelta(days=1), product="fx_forward").cut_off == datetime(
        2026, 3, 17, 11, tzinfo=UTC
    )


def test_the_front_sets_no_cut_off(floor):
    for person, rule in ((floor.trader, "R14"), (floor.head, "R14"), (floor.auditor, "R28")):
        with pytest.raises(Denied) as caught:
            set_cut_off(by=person, company=floor.company, time=time(22), valid_from=date(2099, 1, 1))
        assert caught.value.rule == rule


def test_settlement_hears_of_a_late_deal_at_once(floor, capture):
    capture()
    assert not Notice.objects.exists()
    late = capture(at=EVENING)
    heard = {(notice.person_id, notice.kind, notice.url) for notice in Notice.objects.all()}
    assert heard == {(one.pk, "settlement.late", late.get_absolute_url()) for one in (floor.settler, floor.settler2)}


def test_above_the_limit_it_is_blocked(floor, capture):
    assert capture(amount=10_000_000_00).state == "captured"
    over = capture(amount=1)
    assert (over.state, over.number) == ("blocked", "G-2026-000002")
    assert Deal.objects.get(pk=over.pk).state == "blocked"


def test_without_a_limit_it_is_blocked(floor, capture):
    assert capture(counterparty=partner(floor, name="Neuling")).state == "blocked"


def test_its_trader_puts_it_right_before_the_confirmation(floor, capture):
    deal = capture()
    terms = {name: value for name, value in FX.items() if name != "product"}
    changed = change_deal(deal, by=fresh(floor.trader), **{**terms, "counterparty": floor.bank, "amount": 200_000_00})
    assert (changed.amount, changed.counter_amount, changed.state) == (200_000_00, 216_500_00, "captured")
    assert (changed.number, changed.traded_at, changed.agreed_at) == (deal.number, NOON, NOON)
    assert list(changed.editors.values_list("person", flat=True)) == [floor.trader.pk]
    over = change_deal(deal, by=fresh(floor.trader), **{**terms, "counterparty": floor.bank, "amount": 10**13})
    assert over.state == "blocked"


def test_nobody_else_edits_it(floor, capture):
    deal = capture()
    for person, rule in (
        (floor.colleague, "R21"),
        (floor.head, "R20"),
        (floor.settler, "R05"),
        (floor.controller, "R05"),
    ):
        with pytest.raises(Denied) as caught:
            change_deal(deal, by=person)
        assert caught.value.rule == rule


@pytest.mark.parametrize(
    ("who", "product", "rule"),
    [
        ("settler", "fx_spot", "R05"), ("back_head", "fx_spot", "R05"), ("controller", "fx_spot", "R05"),
        ("head", "fx_spot", "R20"), ("front_board", "fx_spot", "R20"), ("advisor", "fx_spot", "R20"),
        ("advisor", "commodity", "R20"), ("admin", "fx_spot", "R09"), ("auditor", "fx_spot", "R28"),
    ],
)  # fmt: skip
def test_who_closes_no_deals(floor, capture, who, product, rule):
    with pytest.raises(Denied) as caught:
        capture(by=getattr(floor, who), product=product)
    assert caught.value.rule == rule


def test_advisors_close_what_is_bought_for_customers(floor, capture):
    deal = capture(by=floor.advisor, product="brokered", good="Hausrat Plus", price=Decimal("2.5"), counter_currency="")
    assert (deal.desk, deal.amount, deal.price_basis) == (floor.units["Beratung"], 100_000_00, "commission")
