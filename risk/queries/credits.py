"""Which payment terms were agreed, what a sale still needs, and who voted how."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from foundation.access.models import ApprovalVote
from foundation.access.queries.exceptions import profile_today

from ..calc.credits import Sale, needed_sides
from ..choices import ORDINARY_DAYS, CreditState
from ..models import CreditDecision, CreditPolicy


def policy_of(company_id):
    """The last that was set; before the first 30 days are ordinary, and each decision bears risk."""
    return CreditPolicy.objects.filter(company=company_id).first() or CreditPolicy(company_id=company_id)


def sides_needed(company_id, amount):
    return needed_sides(amount, policy_of(company_id).relevant_from, profile_today())


@dataclass(frozen=True)
class Credit:
    """What a sale on credit needs, and what of it is there. `ordinary_days` hold for everybody, `agreed` for this sale, or
    it is None; `in_force` is what holds for the customer today; `asked` waits for its votes and would do."""

    sale: Sale
    ordinary_days: int
    agreed: CreditDecision | None
    in_force: CreditDecision | None
    asked: CreditDecision | None

    @property
    def is_needed(self):
        return self.sale.days > self.ordinary_days

    @property
    def waits(self):
        return self.is_needed and self.agreed is None


def credit_of(sale):
    return credits_of([sale])[0]


def credits_of(sales):
    """[Credit] of these sales, in two queries however many they are."""
    today = timezone.localdate()
    policies = CreditPolicy.objects.filter(company__in={sale.company_id for sale in sales}).order_by("pk")
    ordinary = {policy.company_id: policy.ordinary_days for policy in policies}
    decisions = defaultdict(list)
    live = CreditDecision.objects.filter(state__in=(CreditState.ASKED, CreditState.AGREED)).order_by("-pk")
    for decision in live.filter(partner__in={sale.partner_id for sale in sales}):
        decisions[decision.company_id, decision.partner_id].append(decision)
    found = []
    for sale in sales:
        own = decisions[sale.company_id, sale.partner_id]
        found.append(
            Credit(
                sale,
                ordinary.get(sale.company_id, ORDINARY_DAYS),
                next((each for each in own if sale.fits(each, today)), None),
                next((each for each in own if each.holds(today)), None),
                next((each for each in own if each.state == CreditState.ASKED and sale.is_within(each)), None),
            )
        )
    return found


def votes_on(decisions):
    """{(key of the decision, side): vote} of all of them, in one query."""
    votes = ApprovalVote.objects.filter(
        approval__subject_table=CreditDecision._meta.db_table,
        approval__subject_key__in=[str(decision.pk) for decision in decisions],
    )
    return {(int(vote.approval.subject_key), vote.side): vote for vote in votes.select_related("approval", "person")}
