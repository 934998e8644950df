"""What became of the deals that broke a limit, and which limits were broken on a day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from foundation.lib.dates import midnight
from foundation.records.past import in_state

from ..choices import BreachState
from ..models import LimitBreach


@dataclass(frozen=True)
class BreachOutcome:
    state: str

    @property
    def label(self):
        return BreachState(self.state).label

    @property
    def is_open(self):
        return self.state == BreachState.OPEN


def states_of_breaches(table, company):
    """{key of the subject: its breaches}, of a whole table of a company."""
    found = defaultdict(list)
    of_table = LimitBreach.objects.filter(exposure__subject_table=table, exposure__company=company)
    for key, state in of_table.order_by("pk").values_list("exposure__subject_key", "state"):
        found[key].append(BreachOutcome(state))
    return found


def live_on(breaches, day, *states):
    """Those of these breaches that were open or tolerated at the end of that day, as they were then."""
    ended = midnight(day + timedelta(days=1))
    states = states or (BreachState.OPEN, BreachState.TOLERATED)
    return in_state(breaches.filter(opened_at__lt=ended), states, ended, "tolerated_until", "decided_by")
