"""Which votes a credit decision needs, and which sales need one (BTO 1.1 of MaRisk). Days and cents in, words of the
trade out."""

from dataclasses import dataclass
from datetime import date

from foundation.access.choices import Profile, VotingSide

BOTH = (VotingSide.FRONT, VotingSide.BACK)
BACK_ALONE = (VotingSide.BACK,)


def needed_sides(amount, relevant_from, profile):
    """Both sides where it bears risk, that is from so many cents on; below, the back office alone. Where the profile is
    strict there is no relief."""
    return BOTH if profile == Profile.STRICT or amount >= relevant_from else BACK_ALONE


@dataclass(frozen=True)
class Sale:
    """What a customer owes from one day on for so many days; `amount` in cents of the company's currency."""

    company_id: int
    partner_id: int
    since: date
    days: int
    amount: int

    def is_within(self, decision):
        """Whether the decision goes so far, once it holds."""
        return self.days <= decision.days and self.amount <= decision.amount

    def fits(self, decision, today):
        """The same of one that was in force on the day of the sale or on any later one until now."""
        return (
            self.is_within(decision)
            and decision.holds_from is not None
            and decision.holds_from <= today
            and (decision.holds_to is None or max(self.since, decision.holds_from) <= decision.holds_to)
        )
