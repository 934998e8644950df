"""Who set a limit, who traded and who decided must be known as long as the books are kept."""

from foundation.organisation.models import Person
from foundation.records import personal

from .models import (
    Acceptance,
    CreditDecision,
    CreditPolicy,
    DailyReport,
    Exposure,
    Incident,
    Limit,
    LimitBreach,
    MaterialLoss,
    Receipt,
    ReferencePrice,
    Risk,
    RiskSnapshot,
    Threshold,
)

NAMED = [
    (Limit, "trader", "made_at"),
    (Limit, "made_by", "made_at"),
    (Limit, "approved_by", "made_at"),
    (CreditDecision, "asked_by", "asked_at"),
    (CreditPolicy, "set_by", "set_at"),
    (Exposure, "trader", "at"),
    (LimitBreach, "decided_by", "decided_at"),
    (Incident, "reported_by", "reported_at"),
    (Incident, "owner", "reported_at"),
    (Incident, "analysed_by", "reported_at"),
    (Incident, "closed_by", "reported_at"),
    (MaterialLoss, "set_by", "set_at"),
    (Risk, "owner", "reviewed_on"),
    (Risk, "reviewed_by", "reviewed_on"),
    (Acceptance, "made_by", "made_at"),
    (Acceptance, "approved_by", "made_at"),
    (RiskSnapshot, "owner", "taken_at"),
    (RiskSnapshot, "taken_by", "taken_at"),
    (Threshold, "set_by", "set_at"),
    (DailyReport, "signed_by", "made_at"),
    (Receipt, "person", "report__made_at"),
    (ReferencePrice, "made_by", "made_at"),
    (ReferencePrice, "approved_by", "made_at"),
]


def register():
    for model, by, since in NAMED:
        personal.declare(model, of=Person, by=by, rule="books", since=since)
