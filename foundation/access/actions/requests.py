"""What was requested and waits for other eyes: a role, a deputy, a term, help with signing in. Inside `acting`, all of it."""

from foundation.records.states import move

from .. import approvals
from ..choices import REQUEST_MOVES


def move_request(request, event):
    move(request, REQUEST_MOVES, event, otherwise=approvals.decided_meanwhile())


def withdraw_request(request, *, by):
    """Nobody has to decide it any more. The approval is locked first, as a vote does."""
    for approval in approvals.pending_about(request).select_for_update():
        approvals.withdraw(approval, by=by)
    move_request(request, "withdraw")
