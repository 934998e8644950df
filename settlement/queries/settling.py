"""What settlement looks at: our word beside theirs, the terms in force, what still stands in the way."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.dates import midnight

from ..calc.matching import Terms, likeness
from ..choices import (
    Clearing,
    ConfirmationState,
    DealState,
    DiscrepancyState,
    MarketOutcome,
    SettlementState,
    Way,
)
from ..models import Confirmation, Deal, ProductTerms
from .credits import credit_of_deal, waiting_for_credit, why_it_waits

WAITING = (DealState.CAPTURED, DealState.CONFIRMED)
COMPARED = (ConfirmationState.MATCHED, ConfirmationState.DIFFERING)
MOST_LIKELY = 5


def our_terms(deal, accounts=()):
    return Terms(
        counterparty=deal.counterparty_id, product=deal.product, direction=deal.direction, amount=deal.amount,
        currency=deal.currency, price=deal.price, value_date=deal.value_date, counter_amount=deal.counter_amount,
        counter_currency=deal.counter_currency, instructions=frozenset(account.iban for account in accounts),
    )  # fmt: skip


def their_terms(confirmation):
    return Terms(
        counterparty=confirmation.counterparty_id, product=confirmation.product, direction=confirmation.direction,
        amount=confirmation.amount, currency=confirmation.currency, price=confirmation.price,
        value_date=confirmation.value_date, counter_amount=confirmation.counter_amount,
        counter_currency=confirmation.counter_currency, instruction=confirmation.instruction,
    )  # fmt: skip


def waiting_deals(person, company):
    """Deals whose counterparty has not confirmed them yet."""
    confirmed = Confirmation.objects.filter(way=Way.IN, deal__isnull=False).values("deal")
    return Deal.objects.visible_to(person).filter(company=company, state__in=WAITING).exclude(pk__in=confirmed)


def likely_deals(person, confirmation):
    """Those that a confirmation may mean, the likeliest first: of the counterparty, with the amount or the day."""
    near = waiting_deals(person, confirmation.company).filter(
        Q(counterparty=confirmation.counterparty_id)
        & (Q(amount=confirmation.amount) | Q(value_date=confirmation.value_date))
    )
    theirs = their_terms(confirmation)
    ranked = [(likeness(our_terms(deal), theirs), deal) for deal in near.select_related("counterparty", "trader")[:50]]
    return [deal for _fit, deal in sorted(ranked, key=lambda pair: (-pair[0], pair[1].pk))[:MOST_LIKELY]]


def terms_in_force(company, product, day):
    """None where nobody has set any yet."""
    return ProductTerms.objects.filter(company=company, product=product, valid_from__lte=day).first()


def to_settle(deals):
    """Matched and judged, and not prepared yet; nothing stands in the way."""
    judged = deals.filter(
        state=DealState.MATCHED, market_check__outcome__in=(MarketOutcome.CONFORM, MarketOutcome.EXPLAINED)
    )
    unprepared = judged.exclude(settlements__state__in=(SettlementState.PROPOSED, SettlementState.RELEASED))
    return unprepared.exclude(pk__in=waiting_for_credit(unprepared))


@dataclass(frozen=True)
class Obstacle:
    """Why a deal cannot be settled yet, and the separation rule behind it, if there is one."""

    sentence: str
    rule: str | None = None

    def __str__(self):
        return str(self.sentence)


def obstacles(deal):
    """Empty when nothing stands in the way."""
    if deal.state != DealState.MATCHED:
        yield Obstacle(_("The deal is “{state}”, not matched.").format(state=deal.get_state_display()))
    if deal.discrepancies.exclude(state=DiscrepancyState.CLOSED).exists():
        yield Obstacle(_("There are open discrepancies."))
    outcome = getattr(getattr(deal, "market_check", None), "outcome", None)
    if outcome == MarketOutcome.OPEN:
        yield Obstacle(_("Risk control has not judged the price yet."), "R13")
    if outcome == MarketOutcome.REJECTED:
        yield Obstacle(_("Risk control rejected the price. The deal has to be cancelled."), "R13")
    credit = credit_of_deal(deal)
    if credit and credit.waits:
        yield Obstacle(why_it_waits(deal, credit), "R24")


def was_ours_wrong(deal):
    """A discrepancy was closed with it: the deal is never matched, but cancelled and captured anew."""
    return deal.discrepancies.filter(state=DiscrepancyState.CLOSED, clearing=Clearing.OURS_WRONG).exists()


def long_ago(days=1):
    """The beginning of the day before: what was captured earlier waits for longer than that."""
    return midnight(timezone.localdate() - timedelta(days=days))


def open_confirmations(company, before=None):
    """Deals of a company that wait for the counterparty's word, captured before a moment; the oldest first."""
    confirmed = Confirmation.objects.filter(way=Way.IN, deal__isnull=False, state__in=COMPARED)
    found = Deal.objects.filter(company=company, state__in=WAITING).exclude(pk__in=confirmed.values("deal"))
    return (found.filter(traded_at__lt=before) if before else found).order_by("traded_at", "pk")
