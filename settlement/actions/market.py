"""Market conformity: each price beside the reference of its day; what is off is judged by risk control (BTO 2.2.2, R13)."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import BusinessError
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..calc.market import deviation, outcome_of
from ..choices import MARKET_MOVES, MarketOutcome
from ..models import MarketCheck
from ..queries.references import reference_of
from ..queries.settling import terms_in_force
from .moves import move

DECIDE = "settlement.market_check:decide"


def check_market(deal, *, by):
    """Inside `acting`. BusinessError `settling.no_terms` where nobody has set a tolerance for the product."""
    terms = terms_of(deal)
    found = reference_of(deal)
    gap = deviation(deal.price, found.price, deal.price_basis) if found else None
    outcome = MarketOutcome.CONFORM if found is None and not deal.needs_reference else outcome_of(gap, terms.tolerance)
    checked = MarketCheck.objects.create(
        deal=deal, reference=found and found.price, source=found.source if found else "",
        priced_on=found and found.on, deviation=gap, tolerance=terms.tolerance, outcome=outcome, checked_by=by,
    )  # fmt: skip
    happened("settlement.market.checked", subject=checked, outcome=outcome)
    return checked


def decide_market(checked, *, by, explained, reason):
    """By risk control, with a reason. What was rejected is never settled."""
    with acting(by, reason), guards.speaking():
        check(by, DECIDE, checked)
        move(
            checked, MARKET_MOVES, "explain" if explained else "reject", column="outcome", decided_by=by,
            decided_at=timezone.now(), reason=reason,
        )  # fmt: skip
        happened(f"settlement.market.{checked.outcome}", subject=checked, reason=reason)


def terms_of(deal):
    terms = terms_in_force(deal.company, deal.product, timezone.localdate())
    if terms is None:
        sentence = _("Nobody has set the terms of “{product}” yet. The head of the back office does.")
        raise BusinessError("settling.no_terms", sentence.format(product=deal.get_product_display()))
    return terms
