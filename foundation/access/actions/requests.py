"""What was requested and waits for other eyes: a role, a deputy, a term, help with signing in. Inside `acting`, all of it."""

from foundation.lib.errors import Conflict

from .. import approvals
from ..choices import RequestState


def move_request(request, state):
    if not type(request).objects.filter(pk=request.pk, state=RequestState.REQUESTED).update(state=state):
        raise Conflict("access.decided", approvals.DECIDED)


def withdraw_request(request, *, by):
    """Nobody has to decide it any more. The approval is locked first, as a vote does."""
    for approval in approvals.pending_about(request).select_for_update():
        approvals.withdraw(approval, by=by)
    move_request(request, RequestState.WITHDRAWN)
