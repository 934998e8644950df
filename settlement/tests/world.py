"""One of everything that settlement works with, written by somebody of the back office for the tables of addresses."""

from decimal import Decimal

from django.utils import timezone

from conftest import fresh
from foundation.calendars.days import nearest_working_day
from foundation.records.actor import acting
from settlement.actions.deals import capture_deal
from settlement.models import Confirmation, Deal, Discrepancy, MarketCheck, Settlement

SAID = ("company", "counterparty", "product", "direction", "amount", "currency", "price", "value_date")


def deal_of(books, partner):
    """Captured, whatever the limits say."""
    deal = capture_deal(
        by=fresh(books.front), company=books.company, product="fx_spot", direction="buy", counterparty=partner,
        amount=1_000_00, currency="EUR", price=Decimal("1.08"), counter_currency="USD", channel="phone",
        value_date=nearest_working_day(timezone.localdate(), books.company.calendar), side_agreements="keine",
    )  # fmt: skip
    with acting(books.manager):
        Deal.objects.filter(pk=deal.pk).update(state="captured")
    return deal


def settle(open_deal, matched_deal, *, by):
    """A confirmation that differs from the first deal, and a settlement of the second. Returns their keys by name."""
    with acting(by):
        Deal.objects.filter(pk=matched_deal.pk).update(state="confirmed")
        agreed = _confirm(matched_deal, by, "matched")
        Deal.objects.filter(pk=matched_deal.pk).update(state="matched")
        sent = _confirm(matched_deal, by, "sent", way="out")
        word = _confirm(open_deal, by, "differing")
        found = Discrepancy.objects.create(
            deal=open_deal, confirmation=word, field="amount", ours="1", theirs="2", owner=by, found_by=by
        )
        checked = MarketCheck.objects.create(deal=matched_deal, tolerance=1, outcome="open", checked_by=by)
        settlement = Settlement.objects.create(deal=matched_deal, purpose="Valuta", made_by=by, four_eyes=False)
    return {
        "confirmation": word.pk, "agreed": agreed.pk, "sent": sent.pk, "discrepancy": found.pk, "market_check": checked.pk,
        "settlement": settlement.pk, "matched_deal": matched_deal.pk,
    }  # fmt: skip


def _confirm(deal, by, state, way="in"):
    return Confirmation.objects.create(
        deal=deal, way=way, channel="mail", received_at=timezone.now(), recorded_by=by, state=state,
        fingerprint=deal.number, **{name: getattr(deal, name) for name in SAID},
    )  # fmt: skip
