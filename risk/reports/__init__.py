"""The evidence of risk control. Registered with the catalogue in `apps.ready()`."""

from .credits import CreditReport
from .limits import LimitReport
from .losses import LossReport

REPORTS = (CreditReport, LimitReport, LossReport)
