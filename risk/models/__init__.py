from .breach import LimitBreach
from .credit import CreditDecision, CreditPolicy
from .daily import DailyReport, Receipt
from .exposure import Exposure
from .incident import Incident, MaterialLoss
from .inventory import Acceptance, Risk, RiskSnapshot
from .keyfigure import Reading, Threshold
from .limit import Limit
from .price import ReferencePrice

__all__ = [
    "Acceptance",
    "CreditDecision",
    "CreditPolicy",
    "DailyReport",
    "Exposure",
    "Incident",
    "Limit",
    "LimitBreach",
    "MaterialLoss",
    "Reading",
    "Receipt",
    "ReferencePrice",
    "Risk",
    "RiskSnapshot",
    "Threshold",
]
