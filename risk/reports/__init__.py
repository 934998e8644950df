"""The evidence of risk control. Registered with the catalogue in `apps.ready()`."""

from .limits import LimitReport
from .losses import LossReport

REPORTS = (LimitReport, LossReport)
