"""Who closed a deal must be known as long as the books are kept."""

from foundation.organisation.models import Person
from foundation.records import personal

from .models import (
    Cancellation,
    Confirmation,
    CutOff,
    Deal,
    DealEditor,
    Discrepancy,
    MarketCheck,
    ProductTerms,
    Settlement,
    SettlementEditor,
)

NAMED = [
    (Deal, "trader", "traded_at"),
    (Deal, "captured_by", "traded_at"),
    (DealEditor, "person", "deal__traded_at"),
    (Cancellation, "asked_by", "asked_at"),
    (Cancellation, "decided_by", "asked_at"),
    (CutOff, "set_by", "set_at"),
    (Confirmation, "recorded_by", "received_at"),
    (Discrepancy, "owner", "found_at"),
    (Discrepancy, "found_by", "found_at"),
    (Discrepancy, "cleared_by", "found_at"),
    (Discrepancy, "closed_by", "found_at"),
    (MarketCheck, "checked_by", "checked_at"),
    (MarketCheck, "decided_by", "checked_at"),
    (ProductTerms, "set_by", "set_at"),
    (Settlement, "made_by", "made_at"),
    (Settlement, "released_by", "made_at"),
    (SettlementEditor, "person", "settlement__made_at"),
]


def register():
    for model, by, since in NAMED:
        personal.declare(model, of=Person, by=by, rule="books", since=since)
