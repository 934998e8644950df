from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# --- Limits ----------------------------------------------------------------------------------------------------------


class LimitKind(models.TextChoices):
    """What a limit bounds. Each kind but the total names one thing, in the field of the same name."""

    COUNTERPARTY = "counterparty", _("Counterparty")
    PRODUCT = "product", _("Product")
    TRADER = "trader", _("Trader")
    DESK = "desk", _("Desk")
    COUNTRY = "country", _("Country")
    TOTAL = "total", _("Total")


class Product(models.TextChoices):
    FX_SPOT = "fx_spot", _("FX spot")
    FX_FORWARD = "fx_forward", _("FX forward")
    MONEY_MARKET = "money_market", _("Money market")
    COMMODITY = "commodity", _("Commodity")
    GOODS_CONTRACT = "goods_contract", _("Goods contract")
    BROKERED = "brokered", _("Brokered product")


class LimitState(models.TextChoices):
    ASKED = "asked", _("waits for approval")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


LIMIT_TRANSITIONS = {
    "approve": {LimitState.ASKED: LimitState.APPROVED},
    "refuse": {LimitState.ASKED: LimitState.REFUSED},
    "withdraw": {LimitState.ASKED: LimitState.WITHDRAWN},
}

# --- Credit decisions ------------------------------------------------------------------------------------------------


ORDINARY_DAYS, RELEVANT_FROM = 30, 0  # what holds before anybody sets a policy


class CreditState(models.TextChoices):
    ASKED = "asked", _("waits for its votes")
    AGREED = "agreed", pgettext_lazy("credit decision", "agreed")
    DECLINED = "declined", pgettext_lazy("credit decision", "declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


CREDIT_TRANSITIONS = {
    "agree": {CreditState.ASKED: CreditState.AGREED},
    "decline": {CreditState.ASKED: CreditState.DECLINED},
    "withdraw": {CreditState.ASKED: CreditState.WITHDRAWN},
}

# --- Exposure --------------------------------------------------------------------------------------------------------


class ExposureState(models.TextChoices):
    COUNTING = "counting", _("counts")
    BLOCKED = "blocked", _("blocked")
    RELEASED = "released", _("released")


EXPOSURE_TRANSITIONS = {
    "unblock": {ExposureState.BLOCKED: ExposureState.COUNTING},
    "release": {
        ExposureState.COUNTING: ExposureState.RELEASED,
        ExposureState.BLOCKED: ExposureState.RELEASED,
    },
}

# --- Breaches --------------------------------------------------------------------------------------------------------


class BreachState(models.TextChoices):
    OPEN = "open", _("open")
    TOLERATED = "tolerated", _("tolerated")
    REDUCED = "reduced", _("reduced")
    RAISED = "raised", _("limit raised")
    REFUSED = "refused", _("refused")


BREACH_TRANSITIONS = {
    "tolerate": {BreachState.OPEN: BreachState.TOLERATED},
    "reduce": {BreachState.OPEN: BreachState.REDUCED},
    "raise": {BreachState.OPEN: BreachState.RAISED},
    "refuse": {BreachState.OPEN: BreachState.REFUSED},
    "reopen": {BreachState.TOLERATED: BreachState.OPEN},
    "fall_away": {BreachState.OPEN: BreachState.REDUCED, BreachState.TOLERATED: BreachState.REDUCED},
}
DECISIONS = {
    "tolerate": _("Tolerate until a day"),
    "reduce": _("Reduced: it fits again"),
    "raise": _("Limit raised: it fits now"),
    "refuse": _("Refuse the deal"),
}

# --- Reference prices ------------------------------------------------------------------------------------------------


class PriceKind(models.TextChoices):
    FX = "fx", _("Exchange rate")
    RATE = "rate", _("Interest rate")
    COMMODITY = "commodity", _("Commodity")
    GOODS = "goods", _("Goods")


class PriceSource(models.TextChoices):
    ECB = "EZB", _("European Central Bank")
    MANUAL = "manual", _("set by hand")


class PriceState(models.TextChoices):
    PROPOSED = "proposed", _("waits for approval")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


PRICE_TRANSITIONS = {
    "approve": {PriceState.PROPOSED: PriceState.APPROVED},
    "refuse": {PriceState.PROPOSED: PriceState.REFUSED},
}

# --- Incidents -------------------------------------------------------------------------------------------------------


class EventType(models.TextChoices):
    """The seven types of events of operational risk (Basel)."""

    INTERNAL_FRAUD = "internal_fraud", _("Internal fraud")
    EXTERNAL_FRAUD = "external_fraud", _("External fraud")
    EMPLOYMENT = "employment", _("Employment practices and workplace safety")
    CLIENTS = "clients", _("Clients, products and business practices")
    ASSETS = "assets", _("Damage to physical assets")
    SYSTEMS = "systems", _("Business disruption and system failures")
    EXECUTION = "execution", _("Execution, delivery and process management")


class BusinessLine(models.TextChoices):
    TRADING = "trading", _("Trading and sales")
    GOODS = "goods", _("Goods and commodities")
    BROKERAGE = "brokerage", _("Brokerage")
    PAYMENTS = "payments", _("Payments and settlement")
    CORPORATE = "corporate", _("Corporate functions")
    IT = "it", _("Information technology")


class IncidentState(models.TextChoices):
    REPORTED = "reported", _("reported")
    ANALYSED = "analysed", _("analysed")
    CLOSED = "closed", _("closed")


INCIDENT_TRANSITIONS = {
    "analyse": {
        IncidentState.REPORTED: IncidentState.ANALYSED,
        IncidentState.ANALYSED: IncidentState.ANALYSED,
    },
    "close": {IncidentState.ANALYSED: IncidentState.CLOSED},
    "reopen": {IncidentState.CLOSED: IncidentState.ANALYSED},
}

# --- Inventory -------------------------------------------------------------------------------------------------------


class Category(models.TextChoices):
    COUNTERPARTY = "counterparty", _("Counterparty risk")
    MARKET = "market", _("Market price risk")
    LIQUIDITY = "liquidity", _("Liquidity risk")
    OPERATIONAL = "operational", _("Operational risk")
    IT = "it", _("IT risk")
    LEGAL = "legal", _("Legal risk")
    REPUTATION = "reputation", _("Reputational risk")


class Likelihood(models.IntegerChoices):
    RARE = 1, _("rare")
    UNLIKELY = 2, _("unlikely")
    POSSIBLE = 3, _("possible")
    LIKELY = 4, _("likely")
    CERTAIN = 5, _("almost certain")


class Impact(models.IntegerChoices):
    NEGLIGIBLE = 1, _("negligible")
    SMALL = 2, _("small")
    NOTICEABLE = 3, _("noticeable")
    LARGE = 4, _("large")
    EXISTENTIAL = 5, _("existential")


class Treatment(models.TextChoices):
    AVOID = "avoid", _("Avoid")
    REDUCE = "reduce", _("Reduce")
    TRANSFER = "transfer", _("Transfer")
    ACCEPT = "accept", _("Accept")


class AcceptanceState(models.TextChoices):
    ASKED = "asked", _("waits for approval")
    APPROVED = "approved", _("accepted")
    REFUSED = "refused", _("refused")


ACCEPTANCE_TRANSITIONS = {
    "approve": {AcceptanceState.ASKED: AcceptanceState.APPROVED},
    "refuse": {AcceptanceState.ASKED: AcceptanceState.REFUSED},
}

# --- Key figures -----------------------------------------------------------------------------------------------------


class Light(models.TextChoices):
    GREEN = "green", _("green")
    AMBER = "amber", _("amber")
    RED = "red", _("red")
