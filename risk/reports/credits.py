"""B11: credit decisions with the votes of front and back. BTO 1.1 of MaRisk."""

from datetime import timedelta

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.choices import Vote, VotingSide
from foundation.lib.dates import midnight
from foundation.reports.evidence import EvidenceReport
from foundation.screens.templatetags.screens import moment

from ..choices import CreditState
from ..models import CreditDecision
from ..queries.credits import votes_on


class CreditReport(EvidenceReport):
    code = "risk.credits"
    reference = "B11"
    name = gettext_lazy("Decisions with votes")
    description = gettext_lazy("Credit decisions with the vote of the front office and that of the back office.")
    permission = "risk.credit:export"

    def build(self, person, params, progress):
        company = person.company_of(person.reached)
        seen = CreditDecision.objects.visible_to(person).filter(company=company)
        first, last = midnight(params["first"]), midnight(params["last"] + timedelta(days=1))
        found = list(seen.under_way(first, last).select_related("partner", "asked_by").order_by("asked_at", "pk"))
        votes = votes_on(found)
        states = [decision.state for decision in found]
        return self.sheet(
            person,
            params,
            [
                (_("Asked"), "date"),
                (_("Customer"), "text"),
                (_("Days"), "amount"),
                (_("Up to"), "amount"),
                (_("Reason"), "text"),
                (_("Asked by"), "text"),
                (_("Vote of the front office"), "text"),
                (_("Vote of the back office"), "text"),
                (_("Outcome"), "text"),
                (_("In force from"), "date"),
                (_("Until"), "date"),
            ],
            [_line(decision, votes) for decision in found],
            [
                (_("Decisions"), len(found)),
                *((capfirst(state.label), states.count(state)) for state in CreditState),
                (_("Amounts"), _("in the currency of the company")),
            ],
            _("Where little is at risk the vote of the back office alone decides; it cannot be outvoted (R24)."),
        )


def _line(decision, votes):
    front, back = (_vote(decision, side, votes) for side in VotingSide)
    return [
        timezone.localdate(decision.asked_at),
        str(decision.partner),
        str(decision.days),
        decision.amount,
        decision.reason,
        str(decision.asked_by),
        front,
        back,
        decision.get_state_display(),
        decision.holds_from,
        decision.holds_to,
    ]


def _vote(decision, side, votes):
    """Who, when, yes or no, and why."""
    if side not in decision.sides:
        return _("not needed")
    vote = votes.get((decision.pk, side))
    if vote is None:
        return _("missing") if decision.state == CreditState.ASKED else "–"
    answer = _("yes") if vote.vote == Vote.YES else _("no")
    said = f"{answer}: {vote.person}, {moment(vote.at)}"
    return f"{said} – {vote.reason}" if vote.reason else said
