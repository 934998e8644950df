"""R10: the glass is broken by name, with a reason, for four hours at most, never for money; another person looks at it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.calendars.days import working_days_after
from foundation.lib.errors import BusinessError, Conflict
from foundation.records.actor import acting
from foundation.records.audit import happened

from .. import approvals
from ..choices import Glass
from ..gate import check
from ..models import BreakGlass
from ..policy import CLOCK_TOLERANCE

ASK, APPROVE, REVIEW = "access.break_glass:ask", "access.break_glass:approve", "access.break_glass:review"
DECIDED = _("This was decided already.")


def ask_break_glass(*, by, reason, minutes, alone=False):
    """With a second person before it begins; `alone` it begins at once and is reviewed until the next working day."""
    with acting(by, reason):
        check(by, ASK)
        if BreakGlass.objects.filter(person=by, state__in=[Glass.REQUESTED, Glass.OPEN]).exists():
            raise Conflict("access.glass_once", _("You have asked for it already, or it is in force."))
        facts = _in_force(by, timezone.now()) if alone else {}
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
        if not _end(glass, timezone.now()):
            raise Conflict("access.glass", _("It is not in force any more."))


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
            raise Conflict("access.decided", DECIDED)
        happened("access.break_glass.reviewed", subject=glass, finding=finding, remark=remark)


def end_what_is_over(at):
    """Inside `acting`, every minute. A clock that was put back prolongs nothing: it ends the access."""
    ended = 0
    for glass in BreakGlass.objects.filter(state=Glass.OPEN):
        if at >= glass.ends_at or at < glass.seen_at - CLOCK_TOLERANCE:
            ended += _end(glass, at)
        elif at > glass.seen_at:
            BreakGlass.objects.filter(pk=glass.pk, state=Glass.OPEN).update(seen_at=at)
    return ended


def _end(glass, at):
    ended = BreakGlass.objects.filter(pk=glass.pk, state=Glass.OPEN).update(state=Glass.ENDED, ended_at=at)
    if ended:
        happened("access.break_glass.ended", subject=glass)
    return ended


def _in_force(person, at):
    due = working_days_after(timezone.localdate(at), 1, person.calendar)
    return {"state": Glass.OPEN, "begun_at": at, "seen_at": at, "review_due": due}


def _approved(glass, approval, by):
    facts = _in_force(glass.person, timezone.now())
    if not BreakGlass.objects.filter(pk=glass.pk, state=Glass.REQUESTED).update(**facts):
        raise Conflict("access.decided", DECIDED)
    happened("access.break_glass.begun", subject=glass, minutes=glass.minutes, reason=glass.reason)


def _rejected(glass, approval, by):
    if not BreakGlass.objects.filter(pk=glass.pk, state=Glass.REQUESTED).update(state=Glass.REFUSED):
        raise Conflict("access.decided", DECIDED)


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
