from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounting.actions.books import open_books, open_fiscal_year
from conftest import SINCE, fresh
from foundation.access import approvals
from foundation.access.actions.people import create_person_with_login
from foundation.access.actions.roles import grant_founding
from foundation.access.choices import Vote
from foundation.access.models import Role
from foundation.calendars.choices import Land
from foundation.contacts.choices import PartnerKind
from foundation.contacts.models import Partner
from foundation.organisation.choices import Side
from foundation.organisation.models import Unit
from foundation.records.actor import acting
from risk.actions.limits import propose_limit
from settlement.actions.confirmations import record_confirmation
from settlement.actions.deals import capture_deal
from settlement.actions.market import decide_market
from settlement.choices import Product
from settlement.models import Deal, ProductTerms
from tests.worlds import world

NOON = datetime(2026, 3, 16, 11, tzinfo=UTC)  # Monday, 12:00 on our clock
EVENING = datetime(2026, 3, 16, 17, 20, tzinfo=UTC)

# name: (unit, roles)
DESKS = {
    "trader": ("Devisen", ("staff", "front.trader")),
    "colleague": ("Devisen", ("staff", "front.trader")),
    "stranger": ("Rohstoffe", ("staff", "front.trader")),
    "advisor": ("Beratung", ("staff", "front.advisor")),
    "head": ("Handel", ("staff", "front.head")),
    "front_board": (None, ("staff", "board.front")),
    "settler": ("Abwicklung", ("staff", "back.settlement")),
    "settler2": ("Abwicklung", ("staff", "back.settlement")),
    "back_head": ("Abwicklung", ("staff", "back.head")),
    "controller": ("Risiko", ("staff", "risk.controller")),
    "risk_head": ("Risiko", ("staff", "risk.head")),
    "compliance": ("Risiko", ("staff", "compliance.officer")),
}


@world
def staffed(cast):
    """The cast, and beside it a trading floor: the unit Handel with the desks Devisen and Rohstoffe below it, Beratung
    beside it, those who settle and those who control."""
    with acting("system:test"):
        cast.company.land = Land.SCHLESWIG_HOLSTEIN
        cast.company.save()
        units = {None: None}
        for name, parent, side in (
            ("Handel", None, Side.FRONT), ("Devisen", "Handel", Side.FRONT), ("Rohstoffe", "Handel", Side.FRONT),
            ("Beratung", None, Side.FRONT), ("Abwicklung", None, Side.BACK), ("Risiko", None, Side.RISK),
        ):  # fmt: skip
            units[name] = Unit.objects.create(company=cast.company, name=name, parent=units[parent], side=side)
        people = {}
        for name, (unit, roles) in DESKS.items():
            people[name] = person = create_person_with_login(
                company=cast.company, unit=units[unit], first_name=name.title(), last_name="Händel",
                email=f"{name}@nordlicht.example", joined_on=SINCE, password="test",
            )  # fmt: skip
            for role in roles:
                grant_founding(
                    person=person,
                    role=Role.objects.get(pk=role),
                    approved_by=cast.admin,
                    valid_from=SINCE,
                    reason="floor",
                )
        bank = Partner.objects.create(
            company=cast.company, number="70001", kind=PartnerKind.BOTH, name="Hanseatische Außenhandelsbank",
            legal_form="AG", city="Hamburg", search_name="70001 hanseatische aussenhandelsbank ag hamburg",
        )  # fmt: skip
    return SimpleNamespace(**vars(cast) | people, units=units, bank=bank)


def approved_limit(staffed, amount, kind="counterparty", **thing):
    """Proposed by the controller, approved by the head of risk control."""
    thing = thing or ({"counterparty": staffed.bank} if kind == "counterparty" else {})
    limit = propose_limit(
        by=fresh(staffed.controller), company=staffed.company, kind=kind, amount=amount,
        valid_from=timezone.localdate(), reason="Beschluss", **thing,
    )  # fmt: skip
    approvals.vote(approvals.pending_about(limit).get(), by=fresh(staffed.risk_head), vote=Vote.YES)
    return limit


@world
def floor(staffed):
    """The trading floor, which may have 10.000.000,00 open with the bank."""
    approved_limit(staffed, 10_000_000_00)
    return staffed


@pytest.fixture
def set_limit(staffed):
    """`set_limit(amount, kind, **thing)`"""
    return partial(approved_limit, staffed)


FX = {
    "product": "fx_spot", "direction": "buy", "amount": 100_000_00, "currency": "EUR", "price": Decimal("1.0825"),
    "counter_currency": "USD", "value_date": date(2026, 3, 18), "channel": "phone", "call_ref": "C-17",
    "side_agreements": "keine",
}  # fmt: skip


@pytest.fixture
def capture(floor):
    """`capture(by=..., **terms)`: a foreign exchange deal of 100.000,00 EUR, on Monday at noon."""

    def capture(by=None, at=NOON, **terms):
        return capture_deal(
            by=by or floor.trader, company=floor.company, at=at, **{**FX, "counterparty": floor.bank, **terms}
        )

    return capture


TERMS = {
    "tolerance": Decimal("0.25"), "four_eyes_from": 500_000_00, "journal": "AB", "buy_debit": "1360", "buy_credit": "1200",
    "sell_debit": "1200", "sell_credit": "1360",
}  # fmt: skip


@pytest.fixture
def office(office_of_settlement):
    return office_of_settlement


@world
def office_of_settlement(floor):
    """The floor, with books, terms of each product, and a bank account of the counterparty."""
    with acting("system:test"):
        open_books(company=floor.company)
        open_fiscal_year(by="system:test", company=floor.company, start=date(2026, 1, 1))
        floor.account = floor.bank.bank_accounts.create(
            iban="DE02120300000000202051", holder="Hanseatische Außenhandelsbank", valid_from=date(2026, 1, 1)
        )
    with acting(floor.back_head):
        ProductTerms.objects.bulk_create(
            ProductTerms(
                company=floor.company, product=product, valid_from=date(2026, 1, 1), set_by=floor.back_head, **TERMS
            )
            for product in Product
        )
    return floor


WORD = {name: FX[name] for name in ("product", "direction", "amount", "currency", "price", "value_date")} | {
    "counter_amount": 108_250_00, "counter_currency": "USD",
}  # fmt: skip


@pytest.fixture
def answer(office):
    """`answer(deal, ...)`: the counterparty confirms, in the words of `WORD` save what is named."""

    def answer(deal=None, by=None, **said):
        return record_confirmation(
            by=by or office.settler, company=office.company, channel="mail", deal=deal,
            **{**WORD, "counterparty": office.bank, **said},
        )  # fmt: skip

    return answer


@pytest.fixture
def matched(office, capture, answer):
    """A deal that waits for its settlement; its price was judged."""

    def matched(**terms):
        deal = capture(**terms)
        if deal.state == "blocked":
            with acting(office.risk_head):
                Deal.objects.filter(pk=deal.pk).update(state="captured")
        word = {name: getattr(deal, name) for name in WORD}
        answer(Deal.objects.get(pk=deal.pk), **word)
        decide_market(deal.market_check, by=office.controller, explained=True, reason="Kurs der Plattform")
        return Deal.objects.get(pk=deal.pk)

    return matched
