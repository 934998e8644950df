"""The wall in 44 situations: who does what to which object, what the portal answers, and by which rule.

Each row of the table is played on a trading floor: by a page where there is one, else by the action behind it. A page that
refuses answers 403 (not permitted), 404 (not even visible) or 409 (refused by a separation rule); 302 is done, or led to the
sign-in. Two rows speak of a personnel file and a salary, for which there is no room yet: they play the rules of the house.
"""

import csv
from collections import namedtuple
from datetime import time, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounting.actions.payments import order_payment, release_payments
from conftest import PASSWORD, SINCE, fresh
from foundation.access import approvals, permissions
from foundation.access.actions.breakglass import ask_break_glass
from foundation.access.actions.deputies import name_deputy
from foundation.access.actions.people import create_person_with_login, end_employment
from foundation.access.actions.roles import request_role
from foundation.access.decisions import Denied, Deny
from foundation.access.gate import check
from foundation.access.models import Approval, CoolOff, Role, RoleGrant, User
from foundation.calendars.days import nearest_working_day
from foundation.contacts.models import PartnerBankAccount
from foundation.desk.tests.conftest import second_factor, secure_client_of
from foundation.lib.errors import BusinessError
from foundation.notices.actions import notify
from foundation.organisation.choices import Side
from foundation.records import guards
from foundation.records.actor import acting
from risk.actions.decisions import decide_breach
from risk.actions.limits import propose_limit
from risk.models import LimitBreach
from settlement.actions.confirmations import confirm_deal
from settlement.actions.cut_offs import set_cut_off
from settlement.actions.settlements import Instruction, change_instruction, propose_settlement
from settlement.models import Deal, Settlement
from settlement.tests.conftest import answer, capture, floor, matched, office, office_of_settlement, set_limit, staffed
from workorders.actions.orders import ask_back_office
from workorders.models import Service

__all__ = [
    "answer",
    "capture",
    "floor",
    "matched",
    "office",
    "office_of_settlement",
    "second_factor",
    "secure_client_of",
    "set_limit",
    "staffed",
]

SHARED = Path(settings.BASE_DIR).parent / "shared" / "data" / "separation" / "access_cases.csv"
TODAY = timezone.localdate()
Answer = namedtuple("Answer", "verdict http rule")

# number, who, does what, in which situation, verdict, answer, rule
CASES = """
P01 trader      captures a deal                    within all limits                                  allow 302 R27
P02 settler     captures a deal                    -                                                  deny  403 R05
P03 trader      confirms a deal                    of his own                                         deny  403 R04
P04 settler     confirms a deal                    of a trader                                        allow 302 R04
P05 settler     releases a settlement              of his own, below the four-eyes amount             allow 302 R04
P06 settler     releases a settlement              of his own, above the four-eyes amount             deny  403 R03
P07 settler     releases a settlement              that he changed                                    deny  403 R03
P08 settler     releases a settlement              of his own, with a second login and another role   deny  403 R03
P09 mover       settles a deal                     that he closed himself as a trader, long ago       deny  403 R02
P10 mover       confirms a deal                    of the desk that he left 40 days ago               deny  403 R02
P11 mover       confirms a deal                    of another desk                                    allow 302 R02
P12 trader      changes the price                  of his own deal, confirmed meanwhile               deny  403 R04
P13 trader      takes the late mark away           of his own deal                                    deny  403 R12
P14 trader      captures a deal                    after the cut-off: stored as late                  allow 302 R12
P15 head        judges a price                     off the market                                     deny  403 R13
P16 controller  judges a price                     off the market, with a reason                      allow 302 R13
P17 head        changes a limit                    of a counterparty                                  deny  403 R11
P18 risk_head   approves a limit                   that the controller proposed                       allow 302 R11
P19 trader      captures a deal                    above a limit: stored as blocked                   allow 302 R11
P20 head        lifts a breach                     of a trader                                        deny  403 R11
P21 risk_head   lifts a breach                     until a day                                        allow 302 R11
P22 trader      changes a reference price          -                                                  deny  403 R14
P23 admin       asks for a role                    settlement, for a trader, at the same time         deny  409 R01
P24 admin       approves a role                    settlement, for a former trader                    allow 302 R01
P25 admin       asks for a role                    for himself                                        deny  403 R08
P26 admin       approves a role                    that he asked for                                  deny  403 R08
P27 front_board holds a role                       of the back-office board as well                   deny  409 R01
P28 admin       asks for a role                    payments, for who keeps partners                   deny  409 R06
P29 sysadmin    releases a payment                 -                                                  deny  403 R09
P30 sysadmin    changes a row                      in the Django admin                                deny  403 R09
P31 sysadmin    restarts a worker                  with a broken glass                                allow 302 R10
P32 sysadmin    releases a payment                 with a broken glass                                deny  403 R10
P33 back        posts an entry                     with a role that nobody recertified                deny  403 R18
P34 back        opens a page                       in a session that outlived the employment          deny  302 R16
P35 back_head   releases a payment                 as a deputy                                        allow 302 R07
P36 trader      becomes a deputy                   of settlement                                      deny  409 R07
P37 vendor      becomes a deputy                   of payments                                        deny  409 R07
P38 payer       releases a payment                 -                                                  allow 302 R06
P39 payer       releases a payment                 without a second factor in the session             deny  403 R26
P40 advisor     changes a settlement               where the customer is paid                         deny  403 R05
P41 other       changes a salary                   his own                                            deny  403 R23
P42 trader      opens a personal file              of somebody else                                   deny  404 R20
P43 advisor     finishes a work order              that he asked for                                  deny  403 R25
P44 nobody      opens a page                       -                                                  deny  302 R27
"""


def rows():
    for line in CASES.strip().splitlines():
        number, rest = line.split(maxsplit=1)
        *_words, verdict, http, rule = rest.split()
        yield number, Answer(verdict, int(http), rule)


# --- The stage -------------------------------------------------------------------------------------------------------


@pytest.fixture
def stage(office, capture, answer, matched, client_of, secure_client_of):
    """The trading floor with books, terms, a limit for the counterparty, and three people more."""
    stage = SimpleNamespace(
        **vars(office), capture=capture, answer=answer, matched=matched, plain=client_of, browser=secure_client_of
    )
    with acting("system:test"):
        for name, role in (("payer", "back.payments"), ("vendor", "back.vendor"), ("mover", "back.settlement")):
            since = SINCE if name != "mover" else TODAY - timedelta(days=39)
            setattr(stage, name, _hire(stage, name, role, since))
        for kind in ("invoice_copy", "payment_query"):
            Service.objects.create(company=stage.company, kind=kind, team=stage.units["Abwicklung"])
    return stage


def _hire(stage, name, role, since):
    person = create_person_with_login(
        company=stage.company, unit=stage.units["Abwicklung"], first_name=name.title(), last_name="Händel",
        email=f"{name}@nordlicht.example", joined_on=SINCE, password=PASSWORD,
    )  # fmt: skip
    _grant(stage, person, role, since)
    return person


def _grant(stage, person, role, since, until=None):
    RoleGrant.objects.create(
        person=person, role_id=role, valid_from=since, valid_to=until, reason="stage", source="founding",
        requested_by=stage.admin2, approved_by=stage.admin2,
    )  # fmt: skip


def _set_limit(stage, amount):
    limit = propose_limit(
        by=fresh(stage.controller), company=stage.company, kind="counterparty", amount=amount, valid_from=TODAY,
        reason="stage", counterparty=stage.bank,
    )  # fmt: skip
    return _decide(limit, stage.risk_head)


def _decide(subject, by):
    return approvals.vote(approvals.pending_about(subject).get(), by=fresh(by), vote="yes")


# --- How an answer is read -------------------------------------------------------------------------------------------


def of_page(response):
    """What a page said. A form that was refused by a rule carries the error that it shows."""
    if response.status_code == 302:
        to_sign_in = "/accounts/login/" in response["Location"]
        return Answer("deny" if to_sign_in else "allow", 302, "")
    context = response.context or {}
    denied, form = context.get("denied"), context.get("form")
    refusal = denied or context.get("error") or getattr(form, "refusal", None)
    return Answer("deny", response.status_code, getattr(refusal, "rule", ""))


def of_action(action):
    """The same for what has no page: the middleware makes these pages of these errors."""
    try:
        with guards.speaking():
            action()
    except Denied as denied:
        return Answer("deny", 403, denied.decision.rule)
    except BusinessError as error:
        return Answer("deny", error.status, error.rule)
    except Http404:
        return Answer("deny", 404, "R20")
    return Answer("allow", 302, "")


def post(browser, address, *keys, **data):
    return of_page(browser.post(reverse(address, args=keys), {"command_id": uuid4(), **data}))


# --- Deals -----------------------------------------------------------------------------------------------------------


def _typed(stage, **terms):
    day = nearest_working_day(TODAY + timedelta(days=2), fresh(stage.trader).company.calendar)
    return {
        "counterparty": stage.bank.number, "direction": "buy", "amount": "1000", "currency": "EUR", "price": "1,0825",
        "counter_currency": "USD", "value_date": f"{day:%d.%m.%Y}", "side_agreements": "-", "channel": "phone",
        "place": "office", **terms,
    }  # fmt: skip


def _captures(stage, who, **terms):
    return post(stage.browser(getattr(stage, who)), "settlement:deal_capture", "fx_spot", **_typed(stage, **terms))


def _captured(stage, **terms):
    deal = stage.capture(**terms)
    if deal.state == "blocked":
        with acting(stage.risk_head):
            Deal.objects.filter(pk=deal.pk).update(state="captured")
    return Deal.objects.get(pk=deal.pk)


def p01(stage):
    return _captures(stage, "trader")


def p02(stage):
    return _captures(stage, "settler")


def _confirms(stage, who, deal):
    return post(stage.browser(getattr(stage, who)), "settlement:deal_confirmation", deal.pk)


def p03(stage):
    return _confirms(stage, "trader", _captured(stage))


def p04(stage):
    return _confirms(stage, "settler", _captured(stage))


def _settlement(stage, amount=100_000_00):
    instruction = Instruction(stage.account, "Valuta")
    return propose_settlement(stage.matched(amount=amount), by=fresh(stage.settler), instruction=instruction)


def _releases(browser, settlement):
    settlement = Settlement.objects.get(pk=settlement.pk)
    seen = {"bank_account": settlement.bank_account_id, "purpose": settlement.purpose}
    return post(browser, "settlement:release", settlement.pk, **seen)


def p05(stage):
    return _releases(stage.browser(stage.settler), _settlement(stage))


def p06(stage):
    return _releases(stage.browser(stage.settler), _settlement(stage, 600_000_00))


def p07(stage):
    settlement = _settlement(stage, 600_000_00)
    change_instruction(settlement, by=fresh(stage.settler2), instruction=Instruction(stage.account, "anders"))
    return _releases(stage.browser(stage.settler2), settlement)


def p08(stage):
    settlement = _settlement(stage, 600_000_00)
    browser = stage.browser(stage.settler)
    with acting("system:test"):
        _grant(stage, stage.settler, "back.head", SINCE)
        second = User.objects.create_user("zweite.anmeldung@nordlicht.example", PASSWORD, person=stage.settler)
        TOTP.activate(second, generate_totp_secret())
        browser.force_login(second, backend="foundation.access.backends.PersonBackend")
    session = browser.session
    signed_in = {"method": "password", "at": timezone.now().timestamp(), "reauthenticated": True}
    session["account_authentication_methods"] = [signed_in]
    session["account_authentication_methods_user"] = str(second.pk)
    session.save()
    return _releases(browser, settlement)


def _once_a_trader(stage):
    """He traded on the desk Devisen until 40 days ago."""
    with acting("system:test"):
        _grant(stage, stage.mover, "front.trader", SINCE, TODAY - timedelta(days=40))
        CoolOff.objects.create(
            person=stage.mover, unit=stage.units["Devisen"], valid_from=TODAY - timedelta(days=39),
            valid_to=TODAY + timedelta(days=140), kind="move",
        )  # fmt: skip


def p09(stage):
    deal = _captured(stage)
    own = Deal.objects.filter(pk=deal.pk).values().get() | {"sequence": 2, "number": "G-2026-000002"}
    own |= {"trader_id": stage.mover.pk, "captured_by_id": stage.mover.pk, "desk_id": stage.units["Rohstoffe"].pk}
    del own["id"]
    with acting(stage.mover):
        own = Deal.objects.create(**own)
    _once_a_trader(stage)
    return post(stage.browser(stage.mover), "settlement:deal_settling", own.pk)


def p10(stage):
    deal = _captured(stage)
    _once_a_trader(stage)
    return _confirms(stage, "mover", deal)


def p11(stage):
    deal = _captured(stage, by=stage.stranger)
    _once_a_trader(stage)
    return _confirms(stage, "mover", deal)


def p12(stage):
    deal = _captured(stage)
    confirm_deal(deal, by=fresh(stage.settler))
    return post(stage.browser(stage.trader), "settlement:deal_edit", deal.pk, **_typed(stage, price="1,09"))


def p13(stage):
    """No page and no form takes it; the database refuses it whoever writes. As a page it would be a 403."""
    deal = _captured(stage)

    def write():
        with acting(stage.trader):
            Deal.objects.filter(pk=deal.pk).update(late=not deal.late)

    return of_action(write)._replace(http=403)


def p14(stage):
    set_cut_off(by=fresh(stage.back_head), company=stage.company, time=time(0, 1), valid_from=TODAY)
    said = _captures(stage, "trader")
    assert Deal.objects.get().late
    return said


def _checked(stage):
    deal = _captured(stage)
    confirm_deal(deal, by=fresh(stage.settler))
    return deal.market_check


def _judges(stage, who):
    said = {"judgement": "explained", "reason": "Kurs der Plattform"}
    return post(stage.browser(getattr(stage, who)), "settlement:market_judge", _checked(stage).pk, **said)


def p15(stage):
    return _judges(stage, "head")


def p16(stage):
    return _judges(stage, "controller")


# --- Limits ----------------------------------------------------------------------------------------------------------


def _proposes(stage, who):
    return propose_limit(
        by=fresh(getattr(stage, who)), company=stage.company, kind="counterparty", amount=1_00, valid_from=TODAY,
        reason="Test", counterparty=stage.bank,
    )  # fmt: skip


def p17(stage):
    return of_action(lambda: _proposes(stage, "head"))


def p18(stage):
    limit = _proposes(stage, "controller")
    approval = approvals.pending_about(limit).get()
    return post(stage.browser(stage.risk_head), "desk:approval", approval.pk, vote="yes")


def p19(stage):
    _set_limit(stage, 100_00)
    said = _captures(stage, "trader")
    assert Deal.objects.get().state == "blocked"
    return said


def _lifts(stage, who):
    _set_limit(stage, 100_00)
    stage.capture()

    breach = LimitBreach.objects.get()
    until = TODAY + timedelta(days=10)
    return of_action(
        lambda: decide_breach(
            breach, by=fresh(getattr(stage, who)), decision="tolerate", reason="Sicherheit", until=until
        )
    )


def p20(stage):
    return _lifts(stage, "head")


def p21(stage):
    return _lifts(stage, "risk_head")


def p22(stage):
    return of_action(lambda: check(fresh(stage.trader), "risk.price:edit"))


# --- Roles -----------------------------------------------------------------------------------------------------------


def _asks_for(stage, person, role, **more):
    data = {"person": person.pk, "role": role, "valid_from": "h", "reason": "Test", **more}
    return post(stage.browser(stage.admin), "desk:request_role", **data)


def p23(stage):
    return _asks_for(stage, stage.trader, "back.settlement")


def p24(stage):
    with acting("system:test"):
        person = _hire(stage, "former", "staff", SINCE)
        _grant(stage, person, "front.trader", SINCE, TODAY - timedelta(days=1))
    request = _request(stage, stage.admin2, person, "back.settlement")
    approval = approvals.pending_about(request).get()
    return post(stage.browser(stage.admin), "desk:approval", approval.pk, vote="yes")


def _request(stage, by, person, role):
    return request_role(
        by=fresh(by), person=fresh(person), role=Role.objects.get(pk=role), valid_from=TODAY, reason="Test"
    )


def p25(stage):
    return of_action(lambda: _request(stage, stage.admin, stage.admin, "back.payments"))


def p26(stage):
    approval = approvals.pending_about(_request(stage, stage.admin, stage.other, "back.vendor")).get()
    return post(stage.browser(stage.admin), "desk:approval", approval.pk, vote="yes")


def p27(stage):
    def hold():
        with acting("system:test"):
            _grant(stage, stage.front_board, "board.back", TODAY)

    return of_action(hold)


def p28(stage):
    return _asks_for(stage, stage.vendor, "back.payments")


# --- Payments, administration ----------------------------------------------------------------------------------------


def _payment(stage, by=None):
    by = by or stage.back
    with acting("system:test"):
        account = PartnerBankAccount.objects.get(pk=stage.account.pk)
    return order_payment(
        by=fresh(by), permission="accounting.entry:capture", subject=stage.bank, partner=stage.bank, bank_account=account,
        amount=100, currency="EUR", due=TODAY, purpose="Rechnung",
    )  # fmt: skip


def _pays(browser, stage):
    return post(browser, "accounting:releasing", payment=_payment(stage).pk)


def p29(stage):
    return _pays(stage.browser(stage.sysadmin), stage)


def p30(stage):
    grant = RoleGrant.objects.filter(person=stage.trader).first()
    browser = stage.browser(stage.sysadmin)
    answer = browser.post(reverse("admin:access_rolegrant_change", args=[grant.pk]), {"reason": "anders"})
    return Answer("deny", answer.status_code, "R09")  # the admin reads only: no rule of an object is asked


def _breaks_glass(stage):
    ask_break_glass(by=fresh(stage.sysadmin), reason="Der Worker steht", minutes=120)
    approvals.vote(Approval.objects.latest("pk"), by=fresh(stage.admin), vote="yes")


def p31(stage):
    _breaks_glass(stage)
    return of_action(lambda: check(fresh(stage.sysadmin), "jobs.worker:restart"))


def p32(stage):
    _breaks_glass(stage)
    return _pays(stage.browser(stage.sysadmin), stage)


def p33(stage):
    """The time of the role and the grace of 14 days after it ended six days ago."""
    overdue = Role.objects.get(pk="back.accounting").recertification_days + 20
    moment = timezone.now() + timedelta(days=overdue)
    return of_action(lambda: check(fresh(stage.back), "accounting.entry:post", at=moment))


def p34(stage):
    browser = stage.plain(stage.back)
    assert browser.get(reverse("accounting:entries")).status_code == 200
    end_employment(fresh(stage.back), by=fresh(stage.admin), on=TODAY - timedelta(days=1), reason="gekündigt")
    return of_page(browser.get(reverse("accounting:entries")))._replace(rule="R16")  # it leads to the sign-in


def _deputise(stage, principal, person, role):
    return name_deputy(
        by=fresh(principal), principal=fresh(principal), person=fresh(person), roles=Role.objects.filter(pk=role),
        valid_from=TODAY, valid_to=TODAY + timedelta(days=7), reason="Urlaub",
    )  # fmt: skip


def p35(stage):
    deputy = _deputise(stage, stage.payer, stage.back_head, "back.payments")
    _decide(deputy, stage.admin)
    return _pays(stage.browser(stage.back_head), stage)


def p36(stage):
    return of_action(lambda: _deputise(stage, stage.settler, stage.trader, "back.settlement"))


def p37(stage):
    return of_action(lambda: _deputise(stage, stage.payer, stage.vendor, "back.payments"))


def p38(stage):
    return _pays(stage.browser(stage.payer), stage)


def p39(stage):
    """The sign-in was without the second factor."""
    payment = _payment(stage)
    person = fresh(stage.payer)
    person.proof = SimpleNamespace(second_factor=False, writes=True, is_fresh=True)
    return of_action(lambda: release_payments([payment], by=person))


def p40(stage):
    said = {"bank_account": stage.account.pk, "purpose": "anders"}
    return post(stage.browser(stage.advisor), "settlement:settlement_edit", _settlement(stage).pk, **said)


# --- Everything else -------------------------------------------------------------------------------------------------


def p41(stage):
    """The rule of the house on own matters, asked of the permission that the room of personnel will have."""
    permissions.declare(
        permissions.Permission("hr.salary:edit", "edit salaries", Side.BACK, ("back.hr",), rules=(_not_ones_own,))
    )
    return of_action(lambda: check(fresh(stage.other), "hr.salary:edit", SimpleNamespace(person_id=stage.other.pk)))


def _not_ones_own(person, obj, at):
    return Deny("R23", "Nobody decides on matters of his own.") if obj.person_id == person.pk else None


def p42(stage):
    """What is kept on somebody else does not exist for a trader: here a notice."""
    with acting("system:test"):
        notice = notify(stage.settler, "Gehalt", "/")
    answer = stage.plain(stage.trader).post(reverse("notice_opening", args=[notice.pk]), {"command_id": uuid4()})
    return Answer("deny", answer.status_code, "R20")  # a page that does not exist names no rule


def p43(stage):
    order = ask_back_office(by=fresh(stage.advisor), company=stage.company, kind="invoice_copy", title="Rechnung 4711")
    return post(stage.browser(stage.advisor), "workorders:finish", order.pk, text="erledigt")


def p44(stage):
    return of_page(Client().get(reverse("settlement:deals")))._replace(rule="R27")


@pytest.mark.parametrize(("number", "expected"), list(rows()))
def test_the_wall(stage, number, expected):
    said = globals()[number.lower()](stage)
    assert (said.verdict, said.http) == (expected.verdict, expected.http)
    if expected.verdict == "deny":
        assert said.rule == expected.rule


@pytest.mark.skipif(not SHARED.exists(), reason="the table of the brief lies beside the project only where it is built")
def test_the_table_is_that_of_the_brief():
    with SHARED.open(encoding="utf-8") as file:
        wanted = {row["id"]: Answer(row["expected"], int(row["http"]), row["rule"]) for row in csv.DictReader(file)}
    assert dict(rows()) == wanted
