"""Sentences that more than one action says."""

from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import Conflict

from .choices import TRANSITIONS, DealState


def next_state(deal, event):
    """Where the event takes the deal. Conflict `deal.transition` where it takes it nowhere."""
    after = TRANSITIONS[event].get(deal.state)
    if after is None:
        sentence = _("Deal {number} is {state}; this cannot be done to it.")
        raise Conflict("deal.transition", sentence.format(number=deal.number, state=DealState(deal.state).label))
    return after
