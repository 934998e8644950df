from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError, Conflict
from foundation.records.actor import acting
from foundation.records.audit import happened

from .. import approvals
from ..choices import RequestState
from ..gate import check
from ..models import Term, TermChange
from .requests import move_request

CHANGE, APPROVE = "access.term:change", "access.term:approve"


def change_term(term, *, by, days, reason):
    """Counts once a second administrator approved it."""
    with acting(by, reason):
        check(by, CHANGE)
        if days == term.days:
            raise BusinessError("access.term_same", _("This is the number of days already."), field="days")
        if TermChange.objects.filter(term=term, state=RequestState.REQUESTED).exists():
            raise Conflict("access.term_asked", _("A change of this term waits for approval already."))
        change = TermChange.objects.create(term=term, old_days=term.days, new_days=days, reason=reason, requested_by=by)
        approvals.ask(TERM, change, by=by)
        return change


def _approved(change, approval, by):
    move_request(change, "grant")
    if not Term.objects.filter(pk=change.term_id, days=change.old_days).update(days=change.new_days):
        raise approvals.decided_meanwhile()
    happened("access.term.changed", subject=change.term, days=change.new_days, requested_by=change.requested_by_id)


def _rejected(change, approval, by):
    move_request(change, "refuse")


TERM = approvals.Kind(
    code="access.term", label=_("Change of a term"), permission=APPROVE, approved=_approved, rejected=_rejected
)
