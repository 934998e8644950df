"""A sale on a long payment term is captured at once and settled when front and back have agreed to it (R24)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from conftest import fresh
from foundation.access import approvals
from foundation.access.choices import Vote
from foundation.desk import worklist
from foundation.lib.errors import Conflict
from foundation.records.actor import acting
from foundation.records.guards import explain
from risk.actions.credits import ask_credit, set_credit_policy
from settlement.actions.settlements import Instruction, propose_settlement, release_settlement
from settlement.models import Settlement

SALE = {
    "product": "goods_contract", "direction": "sell", "good": "Laternen", "quantity": Decimal(100), "unit": "Stück",
    "price": Decimal("39.90"), "amount": None, "counter_currency": "", "value_date": date(2026, 5, 15),
}  # fmt: skip
USUAL = date(2026, 4, 15)  # thirty days after the trade
LATER = {**SALE, "value_date": date(2026, 4, 16)}


@pytest.fixture
def agree(office):
    """`agree(days, amount)`: front and back give the customer so long to pay."""

    def agree(days=60, amount=4_000_00, partner=None):
        decision = ask_credit(
            by=fresh(office.advisor), company=office.company, partner=partner or office.bank, days=days, amount=amount,
            valid_from=timezone.localdate(), reason="Stammkunde",
        )  # fmt: skip
        for voter in (office.head, office.back_head):
            approvals.vote(approvals.pending_about(decision).get(), by=fresh(voter), vote=Vote.YES)
        return decision

    return agree


def prepare(office, deal):
    return propose_settlement(deal, by=fresh(office.settler), instruction=Instruction(None, "Rechnung"))


def test_the_deal_is_captured_all_the_same(capture):
    assert capture(**SALE).state == "captured"


def test_it_is_not_settled_before_front_and_back_agree(office, matched, agree):
    deal = matched(**SALE)
    with pytest.raises(Conflict) as refused:
        prepare(office, deal)
    assert (refused.value.code, refused.value.rule, refused.value.status) == ("settling.obstacle", "R24", 409)
    assert str(refused.value).startswith("60 Tage sind länger als die 30, die für Hanseatische Außenhandelsbank")
    agree()
    settlement = prepare(office, deal)
    release_settlement(settlement, by=fresh(office.settler), seen=Instruction(None, "Rechnung"))
    assert Settlement.objects.get().state == "released"


FREE = {
    "of goods, on the ordinary term": SALE | {"value_date": USUAL},
    "of goods, bought": SALE | {"direction": "buy"},
    "of money": {"value_date": date(2026, 5, 15)},
}


@pytest.mark.parametrize("terms", FREE.values(), ids=FREE)
def test_what_needs_no_decision(office, matched, terms):
    deal = matched(**terms)
    account = office.account if terms.get("direction") != "sell" else None
    assert propose_settlement(deal, by=fresh(office.settler), instruction=Instruction(account, "x")).pk


@pytest.mark.parametrize(("days", "amount", "held"), [(59, 10_000_00, "59"), (60, 3_989_99, "3.989,99")])
def test_a_decision_that_does_not_go_so_far(office, matched, agree, days, amount, held):
    agree(days, amount)
    with pytest.raises(Conflict, match=held):
        prepare(office, matched(**SALE))


def test_one_day_too_long_is_too_long(office, matched):
    with pytest.raises(Conflict):
        prepare(office, matched(**LATER))


def test_no_write_gets_past_it(office, matched, agree):
    deal = matched(**SALE)
    agree(59)

    def write():
        with acting(office.settler):
            return Settlement.objects.create(deal=deal, purpose="x", made_by=office.settler, four_eyes=False)

    with pytest.raises(IntegrityError) as refused:
        write()
    assert explain(refused.value).rule == "R24"
    agree(60)
    assert write().pk


def test_it_waits_in_no_list_of_what_can_be_settled(office, matched, agree, client_of):
    deal = matched(**SALE)

    def offered():
        listed = client_of(office.settler).get(reverse("settlement:deals") + "?to_settle=yes").content.decode()
        titles = [item.title for item in worklist.of(fresh(office.settler))]
        return deal.number in listed, "1 Abwicklung vorbereiten" in titles

    assert offered() == (False, False)
    agree()
    assert offered() == (True, True)


def test_the_page_of_the_deal_says_what_it_waits_for(office, matched, client_of):
    deal = matched(**SALE)
    trader, settler = (
        client_of(one).get(deal.get_absolute_url()).content.decode() for one in (office.trader, office.settler)
    )
    for page in (trader, settler):
        assert "60 Tage sind länger als die 30" in page and "Markt und Marktfolge entscheiden darüber (R24)" in page
    query = f"?partner={office.bank.pk}&amp;days=60&amp;amount=399000"
    assert reverse("risk:credit_new") + query in trader
    assert reverse("risk:credit_new") not in settler
    assert "vom Markt noch nicht beantragt" in settler


def test_the_form_says_so_before_anything_is_saved(office, client_of):
    typed = {
        "counterparty": office.bank.number, "direction": "sell", "good": "Laternen", "quantity": "100", "unit": "Stück",
        "price": "39,90", "currency": "EUR", "value_date": "15.05.2030",
        "side_agreements": "-", "channel": "phone", "place": "office",
    }  # fmt: skip
    browser = client_of(office.trader)
    look = browser.post(reverse("settlement:deal_look", args=["goods_contract"]), typed).content.decode()
    assert "Markt und Marktfolge entscheiden darüber (R24)" in look and "Kreditentscheidung beantragen" in look
    bought = browser.post(reverse("settlement:deal_look", args=["goods_contract"]), typed | {"direction": "buy"})
    assert "(R24)" not in bought.content.decode()


def test_where_little_is_at_risk_the_back_office_decides(office, matched):
    set_credit_policy(
        by=fresh(office.risk_head), company=office.company, ordinary_days=30, relevant_from=3_990_01, reason="Beschluss"
    )
    with pytest.raises(Conflict, match=r"die Marktfolge entscheidet darüber \(R24\)"):
        prepare(office, matched(**SALE))


def test_what_waits_is_named_only_where_it_would_do(office, matched, client_of):
    deal = matched(**SALE)
    for days, named in ((59, False), (60, True)):
        decision = ask_credit(
            by=fresh(office.advisor), company=office.company, partner=office.bank, days=days, amount=4_000_00,
            valid_from=timezone.localdate(), reason="Stammkunde",
        )  # fmt: skip
        page = client_of(office.trader).get(deal.get_absolute_url()).content.decode()
        assert (f'href="{decision.get_absolute_url()}"' in page) == named
