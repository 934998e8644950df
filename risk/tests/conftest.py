from datetime import date

import pytest
from django.utils import timezone

from conftest import PASSWORD, SINCE, fresh
from foundation.access import approvals
from foundation.access.actions.people import create_person_with_login
from foundation.access.actions.roles import grant_founding
from foundation.access.choices import Vote
from foundation.access.models import Role
from foundation.contacts.models import Partner
from foundation.organisation.choices import Side
from foundation.organisation.models import Unit
from foundation.records.actor import acting
from risk import subjects
from risk.actions.credits import ask_credit
from risk.actions.exposure import release_exposure, take_up
from risk.actions.limits import propose_limit
from risk.calc.exposure import Claim
from tests.worlds import world

PEOPLE = {
    "trader": ("Tilda", "Handel", "front.trader"),
    "risk": ("Rosa", "Risiko", "risk.controller"),
    "risk2": ("Rolf", "Risiko", "risk.controller"),
    "chief": ("Karla", "Leitung", "risk.head"),
}


def cast_of_risk(cast):
    """Inside `acting`: a desk with its trader, three people of risk control, and somebody to trade with."""
    cast.desk = Unit.objects.create(company=cast.company, name="Devisen", side=Side.FRONT)
    for name, facts in PEOPLE.items():
        setattr(cast, name, _hire(cast, cast.desk if name == "trader" else cast.unit, name, *facts))
    cast.partner, cast.other_partner = (
        Partner.objects.create(company=cast.company, number=number, kind="both", name=name, search_name=name.lower())
        for number, name in (("70001", "Baltic Commodities"), ("70002", "Fjordbank"))
    )
    return cast


def _hire(cast, unit, name, first, last, role):
    person = create_person_with_login(
        company=cast.company, unit=unit, first_name=first, last_name=last, email=f"{name}@nordlicht.example",
        joined_on=SINCE, password=PASSWORD,
    )  # fmt: skip
    for held in ("staff", role):
        grant_founding(
            person=person, role=Role.objects.get(pk=held), approved_by=cast.admin, valid_from=SINCE, reason="cast"
        )
    return person


VOTERS = {
    "advisor": ("Alma", "Beratung", "front.advisor"),
    "head": ("Hanna", "Handel", "front.head"),
    "front_board": ("Fritz", "Vorstand", "board.front"),
    "back_head": ("Berta", "Backhaus", "back.head"),
    "back_board": ("Bruno", "Vorstand", "board.back"),
}


def voters_of(house):
    """Inside `acting`: one who asks for payment terms, two of the front and two of the back who vote on them."""
    for name, facts in VOTERS.items():
        setattr(house, name, _hire(house, house.unit, name, *facts))
    return house


def ask(house, by=None, **terms):
    facts = {
        "partner": house.partner, "days": 60, "amount": 250_000_00, "valid_from": timezone.localdate(),
        "reason": "Großauftrag",
    }  # fmt: skip
    return ask_credit(by=fresh(by or house.advisor), company=house.company, **facts | terms)


def vote(house, decision, who, said="yes", reason=""):
    approval = approvals.approvals_about(decision).get()
    approvals.vote(approval, by=fresh(getattr(house, who)), vote=said, reason=reason)
    decision.refresh_from_db()
    return decision


class Deals:
    """Stands for a wing above: its rows are partners here, so risk control needs no wing to be tried."""

    def __init__(self, cast):
        self.cast, self.passed, self.refused, self.count = cast, [], [], 0

    def claim(self, amount, **other):
        cast = self.cast
        facts = {
            "company_id": cast.company.pk, "counterparty_id": cast.partner.pk, "product": "fx_spot",
            "trader_id": cast.trader.pk, "desk_id": cast.desk.pk, "country": "DE", "amount": amount,
            "until": date(2099, 1, 1),
        }  # fmt: skip
        return Claim(**facts | other)

    def subject(self):
        self.count += 1
        return Partner.objects.create(
            company=self.cast.company,
            number=f"G{self.count}",
            kind="both",
            name=f"G-2026-{self.count:06}",
            search_name="",
            changed_by=self.cast.trader,
        )

    def capture(self, amount, at=None, **other):
        """The deal and the verdict about it."""
        with acting(fresh(self.cast.trader)):
            deal = self.subject()
            return deal, take_up(deal, self.claim(amount, **other), by=self.cast.trader, at=at)

    def release(self, deal):
        with acting(fresh(self.cast.trader)):
            release_exposure(deal, by=self.cast.trader)


@world
def house_of_risk(cast):
    with acting("system:test"):
        return cast_of_risk(cast)


@pytest.fixture
def house(house_of_risk):
    return house_of_risk


@pytest.fixture
def deals(house, monkeypatch):
    deals = Deals(house)
    monkeypatch.setattr(subjects, "_subjects", {})
    subjects.register(
        Partner._meta.db_table,
        unblocked=lambda key, by: deals.passed.append(int(key)),
        refused=lambda key, by: deals.refused.append(int(key)),
    )
    return deals


def propose(house, amount, kind="counterparty", by=None, **facts):
    thing = {"counterparty": {"counterparty": house.partner}}.get(kind, {})
    defaults = {"valid_from": timezone.localdate(), "reason": "Beschluss"}
    return propose_limit(
        by=fresh(by or house.risk), company=house.company, kind=kind, amount=amount, **defaults | thing | facts
    )


def approve(limit, by):
    approvals.vote(approvals.pending_about(limit).get(), by=fresh(by), vote=Vote.YES)
    limit.refresh_from_db()
    return limit


@pytest.fixture
def set_limit(house):
    def set_limit(amount, kind="counterparty", **facts):
        return approve(propose(house, amount, kind, **facts), house.chief)

    return set_limit
