from .cancellation import Cancellation
from .confirmation import Confirmation, Discrepancy
from .cut_off import CutOff
from .deal import Deal, DealEditor
from .market import MarketCheck, ProductTerms
from .settlement import Settlement, SettlementEditor

__all__ = [
    "Cancellation",
    "Confirmation",
    "CutOff",
    "Deal",
    "DealEditor",
    "Discrepancy",
    "MarketCheck",
    "ProductTerms",
    "Settlement",
    "SettlementEditor",
]
