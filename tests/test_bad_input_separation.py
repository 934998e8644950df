"""What must not be done, each thing by name: it gets its sentence, and not one row is another one afterwards."""

from collections import namedtuple
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.utils import timezone

from conftest import PASSWORD, SINCE, fresh
from foundation.access import approvals
from foundation.access.actions.breakglass import ask_break_glass
from foundation.access.actions.deputies import name_deputy
from foundation.access.actions.roles import request_role
from foundation.access.decisions import Denied
from foundation.access.gate import check
from foundation.access.models import Role, RoleGrant, User
from foundation.contacts.models import Partner
from foundation.lib.errors import BusinessError
from foundation.records import guards
from foundation.records.actor import acting
from risk.actions.decisions import decide_breach
from risk.actions.limits import propose_limit
from risk.models import LimitBreach, ReferencePrice
from settlement.actions.confirmations import assign_confirmation, bring_in_confirmation
from settlement.actions.settlements import Instruction, change_instruction, propose_settlement, release_settlement
from settlement.models import Deal
from settlement.tests.conftest import WORD
from tests.test_access_cases import (
    answer,
    capture,
    floor,
    matched,
    office,
    office_of_settlement,
    second_factor,
    secure_client_of,
    set_limit,
    staffed,
    stage,
)
from workorders.actions.orders import ask_back_office
from workorders.actions.steps import accept_order, finish_order

__all__ = [
    "answer", "capture", "floor", "matched", "office", "office_of_settlement", "second_factor", "secure_client_of",
    "set_limit", "staffed", "stage",
]  # fmt: skip
TODAY = timezone.localdate()
DAY = timedelta(days=1)
Said = namedtuple("Said", "code rule")
BAD = {}


def bad(name, code="", rule=None):
    """The function prepares and returns what must be refused, with the code of the error or the rule of the denial."""

    def keep(prepare):
        BAD[name] = (prepare, Said(code, rule))
        return prepare

    return keep


# --- Deals -----------------------------------------------------------------------------------------------------------


def deal_with(**terms):
    return lambda stage: lambda: stage.capture(**terms)


bad("a value date before the trade date", "deal.value_before_trade")(deal_with(value_date=date(2026, 3, 13)))
bad("a value date on Good Friday", "deal.holiday")(deal_with(value_date=date(2026, 4, 3)))
bad("a negative amount", "deal.amount")(deal_with(amount=-1))
bad("no amount", "deal.amount")(deal_with(amount=0))
bad("an amount of a million millions", "deal.too_large")(deal_with(amount=10**14))


@bad("a counterparty that nobody knows", "confirmation.partner")
def _(stage):
    said = {"amount": 1, "currency": "EUR", "product": "fx_spot", "direction": "buy", "value_date": date(2026, 3, 18)}
    return lambda: bring_in_confirmation(by=fresh(stage.settler), company=stage.company, counterparty="99999", **said)


@bad("a blocked counterparty", "deal.counterparty_blocked")
def _(stage):
    with acting("system:test"):
        Partner.objects.filter(pk=stage.bank.pk).update(blocked=True)
    return lambda: stage.capture(counterparty=Partner.objects.get(pk=stage.bank.pk))


@bad("the own company as counterparty", "deal.own_company")
def _(stage):
    with acting("system:test"):
        own = Partner.objects.create(company=stage.company, number="70009", kind="both", name=stage.company.name)
    return lambda: stage.capture(counterparty=own)


@bad("a confirmation for another deal", "confirmation.other_deal")
def _(stage):
    deal = stage.capture()
    with acting("system:test"):
        other = Partner.objects.create(company=stage.company, number="70002", kind="both", name="Ostsee")
    word = stage.answer(counterparty=other)
    return lambda: assign_confirmation(word, deal, by=fresh(stage.settler))


@bad("the same confirmation twice", "confirmation.twice")
def _(stage):
    stage.answer(stage.capture())
    return stage.answer


def _quoted(stage):
    """The central bank said 1.0825 dollars for a euro on the day of the deals."""
    with acting(fresh(stage.controller)):
        ReferencePrice.objects.create(
            kind="fx", code="EUR/USD", day=date(2026, 3, 16), price=Decimal("1.0825"), source="EZB", state="approved",
            made_by=stage.controller,
        )  # fmt: skip


@bad("a price 100 times off", "deal.off_market")
def _(stage):
    _quoted(stage)
    return lambda: stage.capture(price=Decimal("108.25"))


@bad("a settlement at a price 100 times off, reason or not", "settling.obstacle", "R13")
def _(stage):
    _quoted(stage)
    deal = stage.capture(price=Decimal("108.25"), off_market_reason="Der Kontrahent will es so")
    stage.answer(deal, **{name: getattr(deal, name) for name in WORD})
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.state, deal.market_check.deviation, deal.market_check.outcome) == ("matched", 9900, "open")
    return lambda: propose_settlement(deal, by=fresh(stage.settler), instruction=Instruction(stage.account, "Valuta"))


# --- Four eyes -------------------------------------------------------------------------------------------------------


def _proposed(stage):
    settlement = propose_settlement(
        stage.matched(amount=600_000_00), by=fresh(stage.settler), instruction=Instruction(stage.account, "Valuta")
    )
    return settlement, Instruction(stage.account, "Valuta")


@bad("a release of what has changed meanwhile", "settling.changed")
def _(stage):
    settlement, seen = _proposed(stage)
    change_instruction(settlement, by=fresh(stage.settler2), instruction=Instruction(stage.account, "anders"))
    return lambda: release_settlement(settlement, by=fresh(stage.back_head), seen=seen)


@bad("a release by the editor under a second login", rule="R03")
def _(stage):
    settlement, _seen = _proposed(stage)
    changed = Instruction(stage.account, "anders")
    change_instruction(settlement, by=fresh(stage.settler2), instruction=changed)
    with acting("system:test"):
        second = User.objects.create_user("zweite.anmeldung@nordlicht.example", PASSWORD, person=stage.settler2)
    return lambda: release_settlement(settlement, by=fresh(second.person), seen=changed)


# --- Rights ----------------------------------------------------------------------------------------------------------


def _granted(stage, person, role, since=SINCE, until=None):
    RoleGrant.objects.create(
        person=person, role_id=role, valid_from=since, valid_to=until, reason="stage", source="founding",
        requested_by=stage.admin2, approved_by=stage.admin2,
    )  # fmt: skip


@bad("a role prolonged over a conflicting one", "rule.R01", "R01")
def _(stage):
    with acting("system:test"):
        _granted(stage, stage.mover, "front.trader", until=TODAY - 90 * DAY)
    return lambda: request_role(
        by=fresh(stage.admin), person=fresh(stage.mover), role=Role.objects.get(pk="front.trader"), valid_from=TODAY,
        reason="verlängert",
    )  # fmt: skip


@bad("a deputy of a deputy", "access.deputy_held")
def _(stage):
    def name(principal, person):
        return name_deputy(
            by=fresh(principal), principal=fresh(principal), person=fresh(person),
            roles=Role.objects.filter(pk="back.payments"), valid_from=TODAY, valid_to=TODAY + 7 * DAY, reason="Urlaub",
        )  # fmt: skip

    deputy = name(stage.payer, stage.back_head)
    approvals.vote(approvals.pending_about(deputy).get(), by=fresh(stage.admin), vote="yes")
    return lambda: name(stage.back_head, stage.manager)


@bad("a broken glass with the clock put back an hour", rule="R09")
def _(stage):
    ask_break_glass(by=fresh(stage.sysadmin), reason="Der Worker steht", minutes=120, alone=True)
    hour_back = timezone.now() - timedelta(hours=1)
    check(fresh(stage.sysadmin), "jobs.worker:restart")
    return lambda: check(fresh(stage.sysadmin), "jobs.worker:restart", at=hour_back)


# --- Limits, work orders ---------------------------------------------------------------------------------------------


@bad("a breach that somebody else has decided", "risk.decided")
def _(stage):
    breach = _broken(stage)
    facts = {"decision": "tolerate", "reason": "Sicherheit", "until": TODAY + DAY}
    decide_breach(breach, by=fresh(stage.risk_head), **facts)
    return lambda: decide_breach(breach, by=fresh(stage.controller), **facts)


def _broken(stage):
    stage.set_limit(100_00)
    stage.capture()
    return LimitBreach.objects.get()


@bad("a limit raised by the one who broke it", rule="R02")
def _(stage):
    _broken(stage)
    with acting("system:test"):
        RoleGrant.objects.filter(person=stage.trader, role="front.trader").update(valid_to=TODAY - DAY)
        _granted(stage, stage.trader, "risk.controller", since=TODAY)
    return lambda: propose_limit(
        by=fresh(stage.trader), company=stage.company, kind="counterparty", amount=10**12, valid_from=TODAY,
        reason="reicht nicht", counterparty=stage.bank,
    )  # fmt: skip


@bad("a work order closed by the one who asked", rule="R25")
def _(stage):
    order = ask_back_office(by=fresh(stage.advisor), company=stage.company, kind="invoice_copy", title="Rechnung 4711")
    order = accept_order(order, by=fresh(stage.settler))
    return lambda: finish_order(order, by=fresh(stage.advisor))


# --- The table -------------------------------------------------------------------------------------------------------


def kept():
    """Every row of every table. That somebody was refused may stand in the audit trail, nowhere else."""
    return {
        model._meta.label: list(model._meta.base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.db_table.startswith("records_audit")
    }


def refusal_of(act):
    try:
        with guards.speaking():
            act()
    except Denied as denied:
        return Said("", denied.rule), str(denied.sentence)
    except BusinessError as error:
        return Said(error.code, error.rule), str(error.message)
    return None, ""


@pytest.mark.parametrize("name", BAD)
def test_it_gets_its_sentence_and_changes_nothing(stage, set_limit, name):
    prepare, expected = BAD[name]
    stage.set_limit = set_limit
    act = prepare(stage)
    before = kept()
    said, sentence = refusal_of(act)
    assert said == expected
    assert sentence.endswith((".", "?"))
    assert kept() == before
