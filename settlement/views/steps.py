"""What the back office sees on the page of a deal: what was confirmed, what stands in the way, the next step."""

from foundation.access.policy import can

from ..actions.confirmations import CONFIRM
from ..actions.settlements import SETTLE
from ..choices import DealState, SettlementState
from ..models import Confirmation, Discrepancy, MarketCheck, Settlement
from ..queries.settling import obstacles

WAITING = (DealState.CAPTURED, DealState.CONFIRMED)


def steps_of(person, deal):
    """None for the front, which sees nothing of it."""
    if not can(person, "settlement.confirmation:view"):
        return None
    settlement = (
        Settlement.objects.visible_to(person).filter(deal=deal).exclude(state=SettlementState.WITHDRAWN).first()
    )
    check = MarketCheck.objects.visible_to(person).filter(deal=deal).first()
    matched = deal.state == DealState.MATCHED
    return {
        "confirmations": Confirmation.objects.visible_to(person).filter(deal=deal).order_by("pk"),
        "discrepancies": Discrepancy.objects.visible_to(person).filter(deal=deal).order_by("pk"),
        "market_check": check,
        "settlement": settlement,
        "obstacles": list(obstacles(deal)) if matched else [],
        "confirm": can(person, CONFIRM, deal) if deal.state == DealState.CAPTURED else None,
        "take_in": can(person, CONFIRM, deal) if deal.state in WAITING else None,
        "settle": can(person, SETTLE, deal) if matched and settlement is None else None,
    }
