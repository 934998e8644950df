"""What managers and auditors take home from the books. Registered with the catalogue in `apps.ready()`."""

from .journal import JournalReport
from .trial_balance import TrialBalanceReport

REPORTS = (TrialBalanceReport, JournalReport)
