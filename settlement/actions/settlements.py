"""A matched deal is settled: prepared by one, released by another from the four-eyes amount on. With the release the draft
of the books and the payment orders are written, all of it or nothing."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounting.actions.entries import capture_for_room
from accounting.actions.payments import order_payment
from accounting.calc.lines import LineData
from accounting.queries.payments import are_done
from foundation.access.gate import check
from foundation.lib import faults
from foundation.lib.errors import BusinessError, Conflict
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.database import retrying
from risk.actions.exposure import release_exposure

from ..calc.flows import commission, payments_of
from ..choices import SETTLEMENT_MOVES, DealEvent, DealState, Product, SettlementState
from ..models import Deal, Settlement, SettlementEditor
from ..queries.settling import obstacles
from .market import terms_of
from .moves import move, move_deal

SETTLE, RELEASE = "settlement.deal:settle", "settlement.settlement:release"
INSTRUCT = "settlement.instruction:edit"


@dataclass(frozen=True)
class Instruction:
    """Where the counterparty is paid, and what its statement says. None where we pay nothing."""

    bank_account: object | None
    purpose: str


def propose_settlement(deal, *, by, instruction):
    """BusinessError `settling.obstacle`, `settling.bank_account`, `settling.no_terms`."""
    with acting(by), guards.speaking():
        check(by, SETTLE, deal)
        deal = _locked(deal)
        _is_free(deal)
        if deal.settlements.exclude(state=SettlementState.WITHDRAWN).exists():
            raise Conflict("settling.twice", _("The settlement of this deal was prepared already."))
        _fits(deal, instruction)
        settlement = Settlement.objects.create(
            deal=deal, bank_account=instruction.bank_account, purpose=instruction.purpose, made_by=by,
            four_eyes=deal.risk_amount >= terms_of(deal).four_eyes_from,
        )  # fmt: skip
        happened("settlement.settlement.proposed", subject=settlement)
        return settlement


def change_instruction(settlement, *, by, instruction):
    """Whoever changes it does not release it where four eyes are due (R03)."""
    with acting(by), guards.speaking():
        check(by, INSTRUCT, settlement)
        _fits(settlement.deal, instruction)
        SettlementEditor.objects.get_or_create(settlement=settlement, person=by)
        move(settlement, SETTLEMENT_MOVES, "change", bank_account=instruction.bank_account, purpose=instruction.purpose)
        happened("settlement.settlement.changed", subject=settlement)


def withdraw_settlement(settlement, *, by, reason):
    with acting(by, reason), guards.speaking():
        check(by, SETTLE, settlement)
        move(settlement, SETTLEMENT_MOVES, "withdraw")
        happened("settlement.settlement.withdrawn", subject=settlement, reason=reason)


def release_settlement(settlement, *, by, seen):
    """`seen` is the instruction that the releaser looked at: Conflict `settling.changed` if it is another one now."""
    return retrying(lambda: _release(settlement, by, seen))


def _release(settlement, by, seen):
    with acting(by), guards.speaking():
        deal = _locked(settlement.deal)
        settlement = (
            Settlement.objects.select_for_update(of=("self",)).select_related("bank_account").get(pk=settlement.pk)
        )
        settlement.deal = deal
        check(by, RELEASE, settlement)
        if settlement.state != SettlementState.PROPOSED:
            sentence = _("This settlement is “{state}” already.").format(state=settlement.get_state_display())
            raise Conflict("settling.decided", sentence)
        if Instruction(settlement.bank_account, settlement.purpose) != seen:
            sentence = _("The settlement was changed while you looked at it. Please look again.")
            raise Conflict("settling.changed", sentence)
        _is_free(deal)
        entry = _book(deal, settlement, by)
        faults.point("settlement.after_entry")
        _order_payments(deal, settlement, entry, by)
        faults.point("settlement.after_payments")
        move(settlement, SETTLEMENT_MOVES, "release", released_by=by, released_at=timezone.now(), entry=entry)
        move_deal(deal, DealEvent.SETTLE)
        release_exposure(deal, by=by)
        happened("settlement.settlement.released", subject=settlement, deal=deal.number)
        happened("settlement.deal.settled", subject=deal)
        return settlement


def close_settled_deals(*, by, on=None):
    """Deals whose entry is posted and whose payments went out are done. Returns how many."""
    closed = 0
    for settlement in Settlement.objects.filter(state=SettlementState.RELEASED, deal__state=DealState.SETTLED):
        if are_done(settlement.deal_id, Deal._meta.db_table, settlement.entry_id):
            with acting(by):
                move_deal(settlement.deal, DealEvent.CLOSE)
                happened("settlement.deal.closed", subject=settlement.deal)
            closed += 1
    return closed


def _book(deal, settlement, by):
    terms = terms_of(deal)
    debit, credit = terms.accounts(deal.direction)
    amount = commission(deal) if deal.product == Product.BROKERED else deal.risk_amount
    return capture_for_room(
        by=by, permission=RELEASE, subject=settlement, posting_date=deal.value_date,
        text=f"{deal.get_product_display()} {deal.counterparty}"[:200], document_number=deal.number,
        lines=[LineData(debit, debit=amount), LineData(credit, credit=amount)], journal=terms.journal,
    )  # fmt: skip


def _order_payments(deal, settlement, entry, by):
    for flow in payments_of(deal):
        order_payment(
            by=by, permission=RELEASE, subject=settlement, origin=deal, partner=deal.counterparty,
            bank_account=settlement.bank_account, amount=flow.amount, currency=flow.currency, due=flow.due,
            purpose=settlement.purpose, entry=entry,
        )  # fmt: skip


def _is_free(deal):
    if obstacle := next(obstacles(deal), None):
        raise Conflict("settling.obstacle", obstacle.sentence, rule=obstacle.rule)


def _fits(deal, instruction):
    """We pay only where master data keeps an account of the counterparty: no account is typed in here (R06)."""
    account, pays = instruction.bank_account, bool(payments_of(deal))
    if pays and account is None:
        raise BusinessError("settling.bank_account", _("Where is the counterparty paid?"), field="bank_account")
    if account and account.partner_id != deal.counterparty_id:
        raise BusinessError(
            "settlement.other_partner", _("The bank account belongs to another partner."), field="bank_account"
        )


def _locked(deal):
    return Deal.objects.select_for_update(of=("self",)).select_related("company", "counterparty").get(pk=deal.pk)
