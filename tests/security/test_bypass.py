"""The wall against every way of writing: whatever a form would refuse, the database refuses too.

`FORGERIES` are rows as nobody may write them, each with its rule and who tries; `WAYS` are the ways past the forms. Each
forgery is tried by each way that fits it: 0 succeed, and no row is another one afterwards.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounting.actions.entries import capture_for_room
from accounting.actions.payments import order_payment
from accounting.calc.lines import LineData
from accounting.models import PaymentOrder
from conftest import SINCE, fresh
from foundation.access import approvals, permissions
from foundation.access.actions.deputies import name_deputy
from foundation.access.actions.roles import request_role
from foundation.access.models import ApprovalVote, ConflictPair, Deputy, Role, RoleGrant, RoleRequest, User
from foundation.access.policy import can
from foundation.organisation.choices import Side
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.models import AuditEvent, AuditPayload
from risk.actions.credits import ask_credit, set_credit_policy
from risk.models import CreditDecision, CreditPolicy, Exposure, Limit, LimitBreach
from settlement.actions.confirmations import clear_discrepancy, confirm_deal
from settlement.actions.settlements import Instruction, change_instruction, propose_settlement
from settlement.models import Confirmation, Deal, DealEditor, Discrepancy, Settlement
from settlement.tests.conftest import EVENING
from settlement.tests.test_credits import SALE
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
from workorders.actions.steps import accept_order
from workorders.models import WorkOrder

__all__ = [
    "answer", "capture", "floor", "matched", "office", "office_of_settlement", "second_factor", "secure_client_of",
    "set_limit", "staffed", "stage",
]  # fmt: skip
TODAY = timezone.localdate()
DAY = timedelta(days=1)


# --- Ways ------------------------------------------------------------------------------------------------------------


def columns(row):
    """(column, value as the database keeps it); without the key where it is not given yet."""
    fields = [field for field in row._meta.concrete_fields if not (field.primary_key and row.pk is None)]
    return {field.column: field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields}


def sql(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def raw_insert(row, verb="INSERT", tail=""):
    given = columns(row)
    names, marks = ", ".join(f'"{name}"' for name in given), ", ".join(["%s"] * len(given))
    sql(f"{verb} INTO {row._meta.db_table} ({names}) VALUES ({marks}) {tail}", given.values())


def names_of(row):
    return [field.attname for field in row._meta.concrete_fields if not field.primary_key]


def by_queryset(row):
    row._meta.base_manager.filter(pk=row.pk).update(**{name: getattr(row, name) for name in names_of(row)})


def by_bulk_update(row):
    fields = [field.name for field in row._meta.concrete_fields if not field.primary_key]
    row._meta.base_manager.bulk_update([row], fields)


def by_raw_update(row):
    given = columns(row)
    given.pop(row._meta.pk.column)
    pairs = ", ".join(f'"{name}" = %s' for name in given)
    sql(f"UPDATE {row._meta.db_table} SET {pairs} WHERE {row._meta.pk.column} = %s", [*given.values(), row.pk])


def by_upsert(row):
    key = row._meta.pk.column
    pairs = ", ".join(f'"{name}" = excluded."{name}"' for name in columns(row) if name != key)
    raw_insert(row, tail=f"ON CONFLICT ({key}) DO UPDATE SET {pairs}")


def by_replacing(row):
    """As a shell would that does not know our settings: SQLite then asks no guard of what is thrown out."""
    sql("PRAGMA recursive_triggers = OFF", [])
    try:
        raw_insert(row, verb="INSERT OR REPLACE")
    finally:
        sql("PRAGMA recursive_triggers = ON", [])


def by_fixture(row, folder):
    fixture = folder / "forged.json"
    fields = [field.name for field in row._meta.concrete_fields if not field.primary_key]
    fixture.write_text(serializers.serialize("json", [row], fields=fields), encoding="utf-8")
    call_command("loaddata", fixture, verbosity=0)


CHANGING = {
    "save": lambda row: row.save(),
    "QuerySet.update": by_queryset,
    "bulk_update": by_bulk_update,
    "raw UPDATE": by_raw_update,
    "ON CONFLICT DO UPDATE": by_upsert,
    "raw DELETE": lambda row: sql(f"DELETE FROM {row._meta.db_table} WHERE {row._meta.pk.column} = %s", [row.pk]),
}
ADDING = {
    "save": lambda row: row.save(),
    "bulk_create": lambda row: row._meta.base_manager.bulk_create([row]),
    "raw INSERT": raw_insert,
    "ON CONFLICT DO NOTHING": lambda row: raw_insert(row, tail="ON CONFLICT DO NOTHING"),
}


def ways_of(row, folder):
    ways = dict(ADDING if row.pk is None else CHANGING)
    ways["loaddata"] = lambda row: by_fixture(row, folder)
    if connection.vendor == "sqlite":
        ways["INSERT OR REPLACE"] = by_replacing
    return ways


# --- Forgeries -------------------------------------------------------------------------------------------------------


def forge(row, **changes):
    """The same row as the database keeps it, with other values."""
    row = row._meta.base_manager.get(pk=row.pk)
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def grant(stage, person, role, **more):
    facts = {
        "person": person, "role_id": role, "valid_from": TODAY, "reason": "forged", "source": "founding",
        "requested_by": stage.admin, "approved_by": stage.admin2, **more,
    }  # fmt: skip
    return RoleGrant(granted_at=timezone.now(), **facts)


def given(stage, person, role, **more):
    with acting("system:test"):
        row = grant(stage, person, role, **more)
        row.save()
    return row


def captured(stage, **terms):
    return Deal.objects.get(pk=stage.capture(**terms).pk)


def confirmed(stage):
    deal = captured(stage)
    confirm_deal(deal, by=fresh(stage.settler))
    return Deal.objects.get(pk=deal.pk)


def proposed(stage, amount=600_000_00):
    instruction = Instruction(stage.account, "Valuta")
    return propose_settlement(stage.matched(amount=amount), by=fresh(stage.settler), instruction=instruction)


def released(stage, settlement, by):
    """With everything that a release leaves behind, the draft in the books too."""
    draft = capture_for_room(
        by=fresh(stage.settler), permission="settlement.deal:settle", subject=settlement,
        posting_date=settlement.deal.value_date, text="forged", document_number="forged", journal="AB",
        lines=[LineData("1360", debit=100), LineData("1200", credit=100)],
    )  # fmt: skip
    return forge(settlement, state="released", released_by=by, released_at=timezone.now(), entry=draft)


def ordered(stage):
    return order_payment(
        by=fresh(stage.back), permission="accounting.entry:capture", subject=stage.bank, partner=stage.bank,
        bank_account=stage.account, amount=100, currency="EUR", due=TODAY, purpose="Rechnung",
    )  # fmt: skip


def paid(payment, by):
    return forge(payment, state="released", released_by=by, released_at=timezone.now())


def asked(stage):
    """Somebody is to get a role, and it waits for its approval."""
    return request_role(
        by=fresh(stage.admin), person=fresh(stage.other), role=Role.objects.get(pk="back.vendor"), valid_from=TODAY,
        reason="Projekt",
    )  # fmt: skip


def deputised(stage):
    return name_deputy(
        by=fresh(stage.payer), principal=fresh(stage.payer), person=fresh(stage.back_head),
        roles=Role.objects.filter(pk="back.payments"), valid_from=TODAY, valid_to=TODAY + 7 * DAY, reason="Urlaub",
    )  # fmt: skip


def lent(stage):
    deputy = deputised(stage)
    approvals.vote(approvals.pending_about(deputy).get(), by=fresh(stage.admin), vote="yes")
    return deputy


def blocked(stage):
    stage.set_limit(100_00)
    return captured(stage)


def waiting(stage):
    return ask_back_office(by=fresh(stage.advisor), company=stage.company, kind="invoice_copy", title="Rechnung 4711")


def accepted(stage):
    accept_order(waiting(stage), by=fresh(stage.settler))
    return WorkOrder.objects.get()


FORGERIES = {}


def forgery(rule, by):
    """What the function returns is to be written by `by`, a name of the stage or what acts without a person."""

    def keep(make):
        FORGERIES[f"{rule} {make.__name__}"] = (rule, by, make)
        return make

    return keep


@forgery("R01", "admin")
def a_trader_gets_settlement(stage):
    return grant(stage, stage.trader, "back.settlement")


@forgery("R01", "admin")
def a_former_trader_is_prolonged_over_settlement(stage):
    former = given(stage, stage.mover, "front.trader", valid_from=SINCE, valid_to=TODAY - 90 * DAY)
    return forge(former, valid_to=None)


@forgery("R01", "admin")
def a_grant_is_turned_into_another_role(stage):
    return forge(RoleGrant.objects.get(person=stage.trader, role="front.trader"), role_id="back.settlement")


@forgery("R01", "admin")
def a_role_changes_sides(stage):
    return forge(Role.objects.get(pk="front.trader"), side=Side.BACK)


@forgery("R01", "admin")
def a_pair_is_taken_out(stage):
    pair = ConflictPair.objects.filter(role_a__in=("front.trader", "back.settlement")).first()
    return forge(pair, rule="R99")


@forgery("R01", "admin")
def a_login_is_given_to_another_person(stage):
    return forge(User.objects.get(person=stage.settler), person=stage.vendor)


@forgery("R03", "settler")
def the_maker_releases_a_settlement(stage):
    return released(stage, proposed(stage), stage.settler)


@forgery("R03", "settler2")
def an_editor_releases_a_settlement(stage):
    settlement = proposed(stage)
    change_instruction(settlement, by=fresh(stage.settler2), instruction=Instruction(stage.account, "anders"))
    return released(stage, settlement, stage.settler2)


@forgery("R03", "settler")
def four_eyes_are_switched_off(stage):
    return forge(proposed(stage), four_eyes=False)


@forgery("R03", "back")
def who_ordered_a_payment_releases_it(stage):
    return paid(ordered(stage), stage.back)


@forgery("R03", "payer")
def a_payment_is_released_in_the_name_of_another(stage):
    return paid(ordered(stage), stage.back_head)


@forgery("R03", "admin")
def the_maker_votes(stage):
    approval = approvals.pending_about(asked(stage)).get()
    return ApprovalVote(approval=approval, person=stage.admin, vote="yes", at=timezone.now())


@forgery("R03", "settler")
def who_cleared_a_discrepancy_closes_it(stage):
    deal = captured(stage)
    stage.answer(deal, amount=100_001_00)
    found = Discrepancy.objects.get()
    clear_discrepancy(found, by=fresh(stage.settler), clearing="agreed", cause="gleich")
    return forge(found, state="closed", closed_by=stage.settler, closed_at=timezone.now())


@forgery("R04", "trader")
def the_trader_confirms(stage):
    return forge(captured(stage), state="confirmed")


@forgery("R04", "settler")
def an_editor_confirms(stage):
    deal = captured(stage)
    with acting(stage.settler):
        DealEditor.objects.create(deal=deal, person=stage.settler)
    return forge(deal, state="confirmed")


@forgery("R04", "head")
def the_head_of_the_desk_confirms(stage):
    return forge(captured(stage), state="confirmed")


@forgery("R04", "trader")
def the_trader_writes_the_confirmation(stage):
    return _confirmation(stage, stage.trader)


@forgery("R04", "colleague")
def a_colleague_writes_the_confirmation(stage):
    return _confirmation(stage, stage.colleague)


def _confirmation(stage, by):
    deal = captured(stage)
    return Confirmation(
        company=stage.company, deal=deal, way="in", channel="mail", received_at=timezone.now(), recorded_by=by,
        counterparty=stage.bank, product=deal.product, direction=deal.direction, amount=deal.amount,
        currency=deal.currency, price=deal.price, counter_amount=deal.counter_amount,
        counter_currency=deal.counter_currency, value_date=deal.value_date, fingerprint="f" * 64, state="matched",
    )  # fmt: skip


@forgery("R04", "trader")
def the_trader_settles(stage):
    return _settlement(stage, stage.trader)


@forgery("R04", "colleague")
def a_colleague_settles(stage):
    return _settlement(stage, stage.colleague)


def _settlement(stage, by):
    return Settlement(
        deal=stage.matched(),
        bank_account=stage.account,
        purpose="x",
        made_by=by,
        made_at=timezone.now(),
        four_eyes=False,
    )


@forgery("R04", "head")
def the_head_of_the_desk_changes_where_the_money_goes(stage):
    return forge(proposed(stage), purpose="anders")


@forgery("R06", "payer")
def who_changed_the_partner_pays(stage):
    payment = ordered(stage)
    with acting(stage.payer):
        type(stage.bank).objects.filter(pk=stage.bank.pk).update(name="Eiche", changed_by=stage.payer)
    return paid(payment, stage.payer)


@forgery("R06", "payer")
def who_added_the_bank_account_pays(stage):
    with acting(stage.payer):
        stage.account = stage.bank.bank_accounts.create(
            iban="DE89370400440532013000", holder="Eiche", valid_from=SINCE, added_by=stage.payer
        )
    return paid(ordered(stage), stage.payer)


@forgery("R06", "admin")
def who_keeps_partners_gets_payments(stage):
    return grant(stage, stage.vendor, "back.payments")


@forgery("R06", "payer")
def the_payment_goes_elsewhere(stage):
    with acting("system:test"):
        other = stage.bank.bank_accounts.create(iban="DE89370400440532013000", holder="Eiche", valid_from=SINCE)
    return forge(ordered(stage), bank_account=other)


@forgery("R07", "settler")
def a_deputy_nobody_approved(stage):
    return Deputy(
        principal=stage.settler, person=stage.back_head, valid_from=TODAY, valid_to=TODAY + 7 * DAY, reason="Urlaub",
        requested_by=stage.settler, requested_at=timezone.now(), state="granted",
    )  # fmt: skip


@forgery("R07", "payer")
def a_deputy_approves_himself(stage):
    return forge(deputised(stage), state="granted")


@forgery("R07", "settler")
def a_trader_is_lent_settlement(stage):
    with acting(stage.settler):
        deputy = Deputy.objects.create(
            principal=stage.settler, person=stage.trader, valid_from=TODAY, valid_to=TODAY + 7 * DAY, reason="Urlaub",
            requested_by=stage.settler,
        )  # fmt: skip
    return Deputy.roles.through(deputy=deputy, role_id="back.settlement")


@forgery("R07", "payer")
def a_deputy_is_prolonged(stage):
    return forge(lent(stage), valid_to=TODAY + 90 * DAY)


@forgery("R07", "payer")
def the_role_of_a_deputy_is_prolonged(stage):
    lent(stage)
    return forge(RoleGrant.objects.get(source="deputy"), valid_to=None)


@forgery("R07", "back_head")
def a_deputy_passes_it_on(stage):
    deputy = lent(stage)
    return grant(
        stage, stage.other, "back.payments", source="deputy", deputy=deputy, valid_to=TODAY + DAY,
        requested_by=stage.back_head,
    )  # fmt: skip


@forgery("R08", "admin")
def an_administrator_grants_to_himself(stage):
    return grant(stage, stage.admin, "staff", approved_by=stage.admin)


@forgery("R08", "admin")
def an_administrator_asks_for_himself(stage):
    return RoleRequest(
        person=stage.admin, role_id="staff", valid_from=TODAY, reason="x", requested_by=stage.admin,
        requested_at=timezone.now(),
    )  # fmt: skip


@forgery("R08", "admin")
def a_role_without_an_approval(stage):
    return grant(stage, stage.other, "back.vendor", source="request")


@forgery("R08", "admin")
def an_approval_decided_by_hand(stage):
    return forge(approvals.pending_about(asked(stage)).get(), maker=stage.admin2)


@forgery("R08", "admin")
def who_approved_is_another(stage):
    return forge(RoleGrant.objects.get(person=stage.payer, role="back.payments"), approved_by=stage.admin)


@forgery("R11", "head")
def the_front_sets_a_limit(stage):
    return Limit(
        company=stage.company, kind="counterparty", counterparty=stage.bank, amount=10**12, valid_from=TODAY,
        reason="x", made_by=stage.head, made_at=timezone.now(),
    )  # fmt: skip


@forgery("R11", "head")
def the_front_raises_a_limit(stage):
    return forge(Limit.objects.get(), amount=10**12)


@forgery("R11", "controller")
def risk_control_writes_over_a_limit(stage):
    return forge(Limit.objects.get(), amount=10**12)


@forgery("R11", "trader")
def the_trader_lifts_the_block(stage):
    return forge(blocked(stage), state="captured")


@forgery("R11", "head")
def the_head_of_the_desk_lifts_the_block(stage):
    return forge(blocked(stage), state="captured")


@forgery("R11", "head")
def the_front_decides_a_breach(stage):
    blocked(stage)
    return forge(
        LimitBreach.objects.get(), state="tolerated", reason="x", tolerated_until=TODAY, decided_by=stage.head,
        decided_at=timezone.now(),
    )  # fmt: skip


@forgery("R11", "head")
def what_is_blocked_counts(stage):
    blocked(stage)
    return forge(Exposure.objects.get(), state="counting")


@forgery("R12", "trader")
def the_late_mark_is_taken_away(stage):
    return forge(_late(stage), late=False)


@forgery("R12", "settler")
def the_cut_off_is_moved(stage):
    deal = _late(stage)
    return forge(deal, late=False, cut_off=deal.traded_at + DAY)


def _late(stage):
    deal = captured(stage, at=EVENING)
    assert deal.late
    return deal


@forgery("R12", "trader")
def the_deal_was_closed_earlier(stage):
    deal = _late(stage)
    return forge(deal, traded_at=deal.cut_off - DAY / 24, late=False)


@forgery("R13", "trader")
def the_trader_judges_his_price(stage):
    return _judged(stage, stage.trader)


@forgery("R13", "head")
def the_head_of_the_desk_judges_a_price(stage):
    return _judged(stage, stage.head)


def _judged(stage, by):
    check = confirmed(stage).market_check
    return forge(check, outcome="explained", reason="x", decided_by=by, decided_at=timezone.now())


@forgery("R13", "controller")
def the_deviation_is_made_smaller(stage):
    return forge(confirmed(stage).market_check, deviation=0, source="x")


@forgery("R15", "sysadmin")
def an_event_is_rewritten(stage):
    return forge(AuditEvent.objects.latest("pk"), actor="system:nobody")


@forgery("R15", "sysadmin")
def what_an_event_says_is_rewritten(stage):
    return forge(AuditPayload.objects.latest("pk"), after="{}")


@forgery("R15", "settler")
def a_deal_gets_another_number(stage):
    return forge(captured(stage), number="G-2026-000099", sequence=99)


@forgery("R15", "trader")
def a_number_is_left_out(stage):
    deal = captured(stage)
    copy = forge(deal, number="G-2026-000007", sequence=deal.sequence + 5)
    copy.pk = None
    return copy


@forgery("R15", "admin")
def a_vote_is_turned(stage):
    asked_for = approvals.pending_about(asked(stage)).get()
    approvals.vote(asked_for, by=fresh(stage.admin2), vote="no", reason="nein")
    return forge(ApprovalVote.objects.filter(approval=asked_for).get(), vote="yes")


def credit(stage, by="advisor"):
    """A payment term that waits for front and back."""
    return ask_credit(
        by=fresh(getattr(stage, by)), company=stage.company, partner=stage.bank, days=60, amount=10**9, valid_from=TODAY,
        reason="Auftrag",
    )  # fmt: skip


def voted(stage, *voters, said="yes"):
    """The decision and its approval, after these votes."""
    decision = credit(stage)
    approval = approvals.pending_about(decision).get()
    for name in voters:
        approvals.vote(approval, by=fresh(getattr(stage, name)), vote=said, reason="x")
    return CreditDecision.objects.get(pk=decision.pk), approval


def ballot(approval, person, side):
    return ApprovalVote(approval=approval, person=person, vote="yes", side=side, at=timezone.now())


def agreed_by_hand(decision):
    return forge(decision, state="agreed", decided_at=timezone.now(), holds_from=TODAY)


@forgery("R24", "head")
def the_front_alone_agrees_to_a_payment_term(stage):
    return agreed_by_hand(voted(stage, "head")[0])


@forgery("R24", "back_head")
def the_back_alone_agrees_to_what_bears_risk(stage):
    return agreed_by_hand(voted(stage, "back_head")[0])


@forgery("R24", "head")
def a_veto_of_the_back_is_overruled(stage):
    return agreed_by_hand(voted(stage, "back_head", said="no")[0])


@forgery("R24", "head")
def a_veto_is_turned_into_a_yes(stage):
    voted(stage, "back_head", said="no")
    return forge(ApprovalVote.objects.get(side="back"), vote="yes")


@forgery("R24", "front_board")
def two_of_the_front_vote(stage):
    return ballot(voted(stage, "head")[1], stage.front_board, "front")


@forgery("R24", "head")
def who_voted_votes_again(stage):
    return ballot(voted(stage, "head")[1], stage.head, "front")


@forgery("R24", "front_board")
def the_front_votes_for_the_back(stage):
    return ballot(voted(stage, "head")[1], stage.front_board, "back")


@forgery("R24", "head")
def the_front_votes_in_the_name_of_the_back(stage):
    return ballot(voted(stage, "head")[1], stage.back_head, "back")


@forgery("R24", "front_board")
def a_vote_on_no_side(stage):
    return ballot(voted(stage, "head")[1], stage.front_board, "")


@forgery("R24", "head")
def who_asked_for_it_votes(stage):
    return ballot(approvals.pending_about(credit(stage, "head")).get(), stage.head, "front")


@forgery("R24", "head")
def an_approval_without_the_back(stage):
    return forge(voted(stage, "head")[1], state="approved", decided_at=timezone.now())


@forgery("R24", "head")
def the_back_is_not_asked(stage):
    return forge(voted(stage, "head")[1], sides="front")


@forgery("R24", "advisor")
def what_bears_risk_is_said_to_bear_none(stage):
    return CreditDecision(
        company=stage.company, partner=stage.bank, days=60, amount=10**9, valid_from=TODAY, reason="x", relevant=False,
        asked_by=stage.advisor, asked_at=timezone.now(),
    )  # fmt: skip


@forgery("R24", "advisor")
def a_payment_term_is_agreed_from_the_beginning(stage):
    copy = agreed_by_hand(credit(stage))
    copy.pk = None
    return copy


@forgery("R24", "head")
def an_agreed_payment_term_is_made_longer(stage):
    return forge(voted(stage, "head", "back_head")[0], days=365)


@forgery("R24", "head")
def the_front_says_what_bears_risk(stage):
    return CreditPolicy(
        company=stage.company,
        ordinary_days=365,
        relevant_from=10**12,
        reason="x",
        set_by=stage.head,
        set_at=timezone.now(),
    )


@forgery("R24", "risk_head")
def the_policy_is_written_over(stage):
    facts = {"ordinary_days": 30, "relevant_from": 0, "reason": "x"}
    return forge(set_credit_policy(by=fresh(stage.risk_head), company=stage.company, **facts), relevant_from=10**12)


@forgery("R24", "settler")
def a_sale_is_settled_without_the_decision(stage):
    return Settlement(
        deal=stage.matched(**SALE), purpose="x", made_by=stage.settler, made_at=timezone.now(), four_eyes=False
    )


@forgery("R25", "advisor")
def who_asked_closes_the_work_order(stage):
    return forge(accepted(stage), state="done", done_by=stage.advisor, done_at=timezone.now())


@forgery("R25", "trader")
def the_front_accepts_a_work_order(stage):
    return forge(waiting(stage), state="accepted", assignee=stage.trader)


@forgery("R25", "settler")
def the_back_confirms_what_it_did(stage):
    order = accepted(stage)
    with acting(stage.settler):
        WorkOrder.objects.filter(pk=order.pk).update(state="done", done_by=stage.settler, done_at=timezone.now())
    return forge(order, state="confirmed")


@forgery("R25", "settler")
def the_back_asks_in_the_name_of_the_front(stage):
    copy = forge(waiting(stage), number="A-2026-000002", sequence=2)
    copy.pk = None
    return copy


# --- The table -------------------------------------------------------------------------------------------------------


def kept(model):
    return list(model._meta.base_manager.order_by("pk").values())


def attempt(row, way, by):
    """How the database says no: the code of the guard or the name of the constraint. None where it did not."""
    try:
        with acting(by, "forged"), transaction.atomic():
            way(row)
            connection.check_constraints()
    except IntegrityError as error:
        said = guards.explain(error)
        return said.code if said else str(error)
    return None


@pytest.mark.parametrize("name", FORGERIES)
def test_no_way_leads_past_the_wall(stage, set_limit, tmp_path, name):
    _rule, by, make = FORGERIES[name]
    stage.set_limit = set_limit
    forged = make(stage)
    by = fresh(getattr(stage, by))
    key, before = forged.pk, kept(type(forged))
    came_through = []
    for way, write in ways_of(forged, tmp_path).items():
        if attempt(forged, write, by) is None:
            came_through.append(way)
        forged.pk = key
        forged._state.adding = key is None
    assert came_through == []
    assert kept(type(forged)) == before


def test_every_rule_that_the_database_keeps_is_attacked():
    assert {rule for rule, _by, _make in FORGERIES.values()} == {
        "R01", "R03", "R04", "R06", "R07", "R08", "R11", "R12", "R13", "R15", "R24", "R25",
    }  # fmt: skip


# --- Nobody moves money by technical rights --------------------------------------------------------------------------

MONEY = [permission for permission in permissions.declared() if permission.money]


@pytest.mark.django_db
@pytest.mark.parametrize("permission", MONEY, ids=lambda permission: permission.code)
def test_no_technical_right_moves_money(cast, permission):
    """No role of the administration, no broken glass, nothing that only reads, and not everybody."""
    assert not permission.emergency
    assert not permission.reads
    assert permission.roles != permissions.EVERYBODY
    assert not Role.objects.filter(pk__in=permission.roles, side__in=(Side.ADMIN, Side.AUDIT)).exists()
    for name in ("admin", "sysadmin", "auditor"):
        assert not can(fresh(getattr(cast, name)), permission.code)


def test_there_is_money_to_be_moved():
    assert {"accounting.payment:release", "settlement.settlement:release"} <= {permission.code for permission in MONEY}


def test_who_looks_as_another_person_moves_no_money(stage):
    payment, browser = ordered(stage), stage.browser(stage.admin)
    looking = {"person": stage.payer.pk, "reason": "Rückfrage", "command_id": uuid4()}
    assert browser.post(reverse("desk:view_as"), looking).status_code == 302
    assert browser.get(reverse("accounting:payments")).status_code == 200
    answer = browser.post(reverse("accounting:releasing"), {"payment": payment.pk, "command_id": uuid4()})
    assert (answer.status_code, answer.context["denied"].rule) == (403, "R21")
    assert PaymentOrder.objects.get().state == "ordered"


@pytest.mark.django_db
def test_there_is_no_superuser():
    with connection.cursor() as cursor:
        found = {column.name for column in connection.introspection.get_table_description(cursor, "access_user")}
    assert not {name for name in found if "super" in name or "staff" in name}
