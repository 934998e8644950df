"""The word of the counterparty: taken in by settlement, compared field by field, cleared by two (BTO 2.2.2)."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.access.policy import can
from foundation.contacts.models import Partner
from foundation.documents.actions import store
from foundation.lib.canonical import canonical, sha256_hex
from foundation.lib.errors import BusinessError, Conflict
from foundation.notices.actions import notify
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..calc.matching import differences
from ..choices import (
    CONFIRMATION_MOVES,
    DISCREPANCY_MOVES,
    ConfirmationChannel,
    ConfirmationState,
    DealEvent,
    DealState,
    DiscrepancyState,
    Way,
)
from ..models import Confirmation, Deal, Discrepancy
from ..queries.settling import our_terms, their_terms, was_ours_wrong
from .market import check_market
from .moves import move, move_deal

CONFIRM, CLOSE = "settlement.deal:confirm", "settlement.discrepancy:close"
TERMS = (
    "counterparty_id", "reference", "product", "direction", "amount", "currency", "price", "counter_amount",
    "counter_currency", "value_date", "instruction",
)  # fmt: skip


def confirm_deal(deal, *, by, at=None):
    """Our own word, sent to the counterparty; its price is held against the market at once."""
    at = at or timezone.now()
    with acting(by), guards.speaking():
        check(by, CONFIRM, deal)
        move_deal(deal, DealEvent.CONFIRM)
        sent = Confirmation.objects.create(
            company=deal.company, deal=deal, way=Way.OUT, channel=ConfirmationChannel.MAIL, received_at=at,
            recorded_by=by, counterparty=deal.counterparty, reference=deal.number, product=deal.product,
            direction=deal.direction, amount=deal.amount, currency=deal.currency, price=deal.price,
            counter_amount=deal.counter_amount, counter_currency=deal.counter_currency, value_date=deal.value_date,
            fingerprint=deal.number, state=ConfirmationState.SENT,
        )  # fmt: skip
        check_market(deal, by=by)
        happened("settlement.deal.confirmed", subject=deal)
        return sent


def record_confirmation(*, by, company, channel, upload=None, deal=None, received_at=None, **terms):
    """What the counterparty sent, typed in or read from a file. With a `deal` it is compared at once.

    Conflict `confirmation.twice` where the very same one is there.
    """
    with acting(by), guards.speaking():
        confirmation = Confirmation(
            company=company, way=Way.IN, channel=channel, received_at=received_at or timezone.now(), recorded_by=by,
            **terms,
        )  # fmt: skip
        check(by, CONFIRM, deal or confirmation)
        confirmation.fingerprint = _fingerprint(confirmation)
        try:
            with transaction.atomic():
                confirmation.save()
        except IntegrityError as error:
            if guards.explain(error):
                raise
            sentence = _("This very confirmation of {counterparty} was taken in before.")
            raise Conflict("confirmation.twice", sentence.format(counterparty=confirmation.counterparty)) from error
        if upload:
            document = store(upload, by=by, company=company, subject=confirmation, retention="voucher")
            _keep_document(confirmation, document)
        happened("settlement.confirmation.recorded", subject=confirmation)
        if deal:
            assign_confirmation(confirmation, deal, by=by)
        return confirmation


def bring_in_confirmation(*, by, company, counterparty, deal="", **terms):
    """A row of a platform's table: the partner by its number, the deal by ours. Without one it waits to be assigned.

    BusinessError `confirmation.partner`, `confirmation.deal`.
    """
    partner = Partner.objects.filter(company=company, number=counterparty).first()
    if partner is None:
        sentence = _("There is no business partner with the number {number}.").format(number=counterparty)
        raise BusinessError("confirmation.partner", sentence, field="counterparty")
    found = Deal.objects.filter(company=company, number=deal).first() if deal else None
    if deal and found is None:
        sentence = _("There is no deal {number}.").format(number=deal)
        raise BusinessError("confirmation.deal", sentence, field="deal")
    return record_confirmation(
        by=by, company=company, channel=ConfirmationChannel.PLATFORM, deal=found, counterparty=partner, **terms
    )


def assign_confirmation(confirmation, deal, *, by):
    """It speaks of this deal. Where both words agree, the deal is matched; else each difference is a discrepancy."""
    with acting(by), guards.speaking():
        check(by, CONFIRM, deal)
        deal = Deal.objects.select_for_update().select_related("counterparty", "company").get(pk=deal.pk)
        _belongs(confirmation, deal)
        if deal.state == DealState.CAPTURED:
            confirm_deal(deal, by=by)
        found = differences(our_terms(deal, deal.counterparty.bank_accounts.all()), their_terms(confirmation))
        move(confirmation, CONFIRMATION_MOVES, "differ" if found else "agree", deal=deal)
        happened("settlement.confirmation.compared", subject=confirmation, deal=deal.number, differences=len(found))
        if not found:
            move_deal(deal, DealEvent.MATCH)
            happened("settlement.deal.matched", subject=deal)
            return []
        move_deal(deal, DealEvent.MISMATCH)
        happened("settlement.deal.differs", subject=deal, fields=len(found))
        return [_discrepancy(deal, confirmation, difference, by) for difference in found]


def return_confirmation(confirmation, *, by, reason):
    """It speaks of no deal of ours: sent back to who wrote it."""
    with acting(by, reason), guards.speaking():
        check(by, CONFIRM, confirmation)
        move(confirmation, CONFIRMATION_MOVES, "send_back")
        happened("settlement.confirmation.returned", subject=confirmation, reason=reason)


def hand_over_discrepancy(discrepancy, *, by, owner):
    """Somebody else who closes discrepancies takes the lead; never the front, never who made the deal."""
    with acting(by), guards.speaking():
        check(by, CLOSE, discrepancy)
        if not can(owner, CLOSE, discrepancy):
            sentence = _("{person} may not clear this discrepancy.").format(person=owner)
            raise BusinessError("discrepancy.owner", sentence, field="owner", rule="R04")
        if not Discrepancy.objects.exclude(state=DiscrepancyState.CLOSED).filter(pk=discrepancy.pk).update(owner=owner):
            raise Conflict("settling.decided", _("This discrepancy was closed meanwhile."))
        happened("settlement.discrepancy.handed_over", subject=discrepancy, owner=str(owner))


def clear_discrepancy(discrepancy, *, by, clearing, cause):
    with acting(by), guards.speaking():
        check(by, CLOSE, discrepancy)
        move(discrepancy, DISCREPANCY_MOVES, "clear", clearing=clearing, cause=cause, cleared_by=by)
        happened("settlement.discrepancy.cleared", subject=discrepancy, outcome=clearing)


def reopen_discrepancy(discrepancy, *, by, reason):
    """The second person does not agree with how it was cleared."""
    with acting(by, reason), guards.speaking():
        check(by, CLOSE, discrepancy)
        move(discrepancy, DISCREPANCY_MOVES, "reopen", clearing="", cause="", cleared_by=None)
        happened("settlement.discrepancy.reopened", subject=discrepancy, reason=reason)


def close_discrepancy(discrepancy, *, by):
    """By a second person (R03). With the last one the deal is matched; where ours was wrong, its trader is told."""
    with acting(by), guards.speaking():
        check(by, CLOSE, discrepancy)
        deal = Deal.objects.select_for_update().get(pk=discrepancy.deal_id)
        if Discrepancy.objects.get(pk=discrepancy.pk).cleared_by_id == by.pk:
            sentence = _("You cleared this discrepancy. Another person closes it.")
            raise BusinessError("rule.R03", sentence, rule="R03")
        move(discrepancy, DISCREPANCY_MOVES, "close", closed_by=by, closed_at=timezone.now())
        happened("settlement.discrepancy.closed", subject=discrepancy)
        if deal.state != DealState.CONFIRMED or deal.discrepancies.exclude(state=DiscrepancyState.CLOSED).exists():
            return
        if was_ours_wrong(deal):
            title = format_lazy(
                _("{number} was captured wrongly: have it cancelled, and capture it anew."), number=deal.number
            )
            notify(deal.trader, title, deal.get_absolute_url(), kind="settlement.deal")
        else:
            move_deal(deal, DealEvent.MATCH)
            happened("settlement.deal.matched", subject=deal)


def _belongs(confirmation, deal):
    if confirmation.company_id != deal.company_id:
        raise BusinessError("confirmation.other_company", _("This confirmation belongs to another company."))
    if confirmation.counterparty_id != deal.counterparty_id:
        sentence = _("This confirmation comes from {theirs}. {deal} was closed with {ours}.")
        raise Conflict(
            "confirmation.other_deal",
            sentence.format(theirs=confirmation.counterparty, deal=deal, ours=deal.counterparty),
            field="deal",
        )


def _discrepancy(deal, confirmation, difference, by):
    ours, theirs = (_as_text(said) for said in (difference.ours, difference.theirs))
    found = Discrepancy.objects.create(
        deal=deal, confirmation=confirmation, field=difference.field, ours=ours, theirs=theirs, owner=by, found_by=by
    )
    happened("settlement.discrepancy.found", subject=found, field=difference.field)
    return found


def _as_text(value):
    return ", ".join(value)[:200] if isinstance(value, list) else str(value)[:200]


def _fingerprint(confirmation):
    return sha256_hex(canonical({name: getattr(confirmation, name) for name in TERMS}))


def _keep_document(confirmation, document):
    """Before anybody compared it: what was sent is part of what was said."""
    confirmation.document = document
    Confirmation.objects.filter(pk=confirmation.pk, document=None).update(document=document)
