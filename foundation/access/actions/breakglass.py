"""R10: the glass is broken by name, with a reason, for four hours at most, never for money; another person looks at it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.calendars.days import working_days_after
from foundation.lib.errors import BusinessError, Conflict
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.states import move

from .. import approvals
from ..choices import GLASS_MOVES, Glass
from ..gate import check
from ..models import BreakGlass
from ..policy import CLOCK_TOLERANCE

ASK, APPROVE, REVIEW = "access.break_glass:ask", "access.break_glass:approve", "access.break_glass:review"


def ask_break_glass(*, by, reason, minutes, alone=False):
    """With a second person before it begins; `alone` it begins at once and is reviewed until the next working day."""
    with acting(by, reason):
        check(by, ASK)
        if BreakGlass.objects.filter(person=by, state__in=[Glass.REQUESTED, Glass.OPEN]).exists():
            raise Conflict("access.glass_once", _("You have asked for it already, or it is in force."))
        facts = {"state": Glass.OPEN, **_in_force(by, timezone.now())} if alone else {}
        glass = BreakGlass.objects.create(person=by, reason=reason, minutes=minutes, alone=alone, **facts)
        if alone:
            happened("access.break_glass.begun", subject=glass, minutes=minutes, reason=reason)
        else:
            approvals.ask(GLASS, glass, by=by)
        return glass


def end_break_glass(glass, *, by):
    with acting(by):
        if glass.person_id != by.pk:
            check(by, REVIEW, glass)
        _end(glass, timezone.now())


def review_break_glass(glass, *, by, finding, remark=""):
    """Another person looks at what was done with it."""
    with acting(by):
        check(by, REVIEW, glass)
        if glass.state != Glass.ENDED:
            raise BusinessError("access.glass", _("It is reviewed when it has ended."))
        reviewed = BreakGlass.objects.filter(pk=glass.pk, state=Glass.ENDED, reviewer=None).update(
            reviewer=by, reviewed_at=timezone.now(), finding=finding, remark=remark
        )
        if not reviewed:
            raise approvals.decided_meanwhile()
        happened("access.break_glass.reviewed", subject=glass, finding=finding, remark=remark)


def end_what_is_over(at):
    """Inside `acting`, every minute. A clock that was put back prolongs nothing: it ends the access."""
    ended = 0
    for glass in BreakGlass.objects.filter(state=Glass.OPEN).select_for_update():
        if at >= glass.ends_at or at < glass.seen_at - CLOCK_TOLERANCE:
            _end(glass, at)
            ended += 1
        elif at > glass.seen_at:
            BreakGlass.objects.filter(pk=glass.pk, state=Glass.OPEN).update(seen_at=at)
    return ended


def _end(glass, at):
    over = Conflict("access.glass", _("It is not in force any more."))
    move(glass, GLASS_MOVES, "end", otherwise=over, ended_at=at)
    happened("access.break_glass.ended", subject=glass)


def _in_force(person, at):
    due = working_days_after(timezone.localdate(at), 1, person.calendar)
    return {"begun_at": at, "seen_at": at, "review_due": due}


def _approved(glass, approval, by):
    facts = _in_force(glass.person, timezone.now())
    move(glass, GLASS_MOVES, "begin", otherwise=approvals.decided_meanwhile(), **facts)
    happened("access.break_glass.begun", subject=glass, minutes=glass.minutes, reason=glass.reason)


def _rejected(glass, approval, by):
    move(glass, GLASS_MOVES, "refuse", otherwise=approvals.decided_meanwhile())


GLASS = approvals.Kind(
    code="access.break_glass",
    label=_("Break-glass access"),
    permission=APPROVE,
    approved=_approved,
    rejected=_rejected,
    title=lambda glass: _("{person}, {minutes} minutes: {reason}").format(
        person=glass.person, minutes=glass.minutes, reason=glass.reason
    ),
)
