"""A deal as it would be: its amounts, what it takes up of the limits, how its price lies in the market. The form shows it
before anything is saved, and the capture goes by the same."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from risk.calc.exposure import Claim
from risk.queries.exposure import look

from ..calc.cut_off import cut_off_for
from ..calc.prices import deviation, is_far
from ..calc.terms import terms_of
from ..choices import FOREIGN_EXCHANGE, PRICE_BASIS, DealState, Product
from ..models import Deal
from .credits import credit_of_deal, why_it_waits
from .cut_offs import cut_off_in_force
from .references import Reference, in_home_currency, reference_of


def begun(*, by, company, product, at):
    """A deal in the name of who captures it, at his desk, with the time of the server. R12: late by that clock alone."""
    deal = Deal(
        company=company, product=product, trader=by, captured_by=by, desk=by.unit, traded_at=at,
        state=DealState.CAPTURED,
    )  # fmt: skip
    moment = timezone.localtime(at)
    until = cut_off_in_force(company, product, moment.date())
    deal.cut_off = cut_off_for(moment, until, company.calendar)
    deal.late = deal.traded_at > deal.cut_off
    return deal


def fill(deal, *, price, amount=None, quantity=None, days=None, **facts):
    """The terms as they were typed, and what follows from them."""
    for name, value in facts.items():
        setattr(deal, name, value)
    deal.price, deal.quantity, deal.days = price, quantity, days
    deal.price_basis = PRICE_BASIS[deal.product]
    if deal.product == Product.MONEY_MARKET:
        deal.counter_currency = deal.currency
    deal.amount, deal.counter_amount = terms_of(deal.product, amount=amount, quantity=quantity, price=price, days=days)
    deal.risk_amount = risk_amount(deal)
    return deal


def risk_amount(deal):
    """In the currency of the company: by the price of the deal where it is one of its two, else by the reference rate;
    None where there is none."""
    home = currency_of(deal.company)
    if deal.product in FOREIGN_EXCHANGE and deal.counter_currency == home:
        return deal.counter_amount
    return in_home_currency(deal.amount, deal.currency, home, deal.trade_date)


def currency_of(company):
    """That of its books; without any, the euro."""
    ledger = getattr(company, "ledger", None)
    return ledger.currency if ledger else "EUR"


def claim_of(deal):
    until = deal.value_date + timedelta(days=deal.days or 0)
    return Claim(
        deal.company_id, deal.counterparty_id, deal.product, deal.trader_id, deal.desk_id, deal.counterparty.country,
        deal.risk_amount, until,
    )  # fmt: skip


@dataclass(frozen=True)
class Prospect:
    deal: Deal
    verdict: Any
    reference: Reference | None
    deviation: Decimal | None
    is_far: bool
    credit: Any

    @property
    def why_it_waits(self):
        """For a credit decision; empty where it does not."""
        return why_it_waits(self.deal, self.credit) if self.credit and self.credit.waits else ""


def prospect(deal):
    """What the form tells of a deal whose terms are filled in."""
    reference = reference_of(deal)
    held = (deal.product, deal.price, reference.price) if reference else None
    return Prospect(
        deal,
        look(claim_of(deal), at=timezone.now(), besides=deal if deal.pk else None)
        if deal.risk_amount is not None
        else None,
        reference,
        deviation(*held) if held else None,
        is_far(*held) if held else False,
        credit_of_deal(deal),
    )
