"""The evidence on deals. Registered with the catalogue in `apps.ready()`."""

from .control import ControlJournalReport
from .late import LateDealReport
from .unconfirmed import OpenConfirmationReport

REPORTS = (LateDealReport, OpenConfirmationReport, ControlJournalReport)
