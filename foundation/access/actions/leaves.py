"""Block leave: planned by the trader, his head or the administration; from its first day it stands."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.calendars.days import working_days_between
from foundation.lib.errors import BusinessError, Conflict
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..choices import TermCode
from ..decisions import Denied, Deny
from ..gate import check
from ..models import BlockLeave
from ..policy import can
from ..queries.terms import days_of
from .deputies import may_name_for

PLAN = "access.block_leave:plan"


def plan_block_leave(person, *, by, valid_from, valid_to):
    with acting(by):
        check(by, PLAN)
        _may_plan(by, person)
        if valid_from <= timezone.localdate():
            raise BusinessError(
                "access.block_leave_past", _("A block leave begins tomorrow or later."), field="valid_from"
            )
        _long_enough(person, valid_from, valid_to)
        if (
            BlockLeave.objects.planned()
            .filter(person=person, valid_from__lte=valid_to, valid_to__gte=valid_from)
            .exists()
        ):
            raise Conflict("access.block_leave_twice", _("In this time a block leave is planned already."))
        leave = BlockLeave.objects.create(person=person, valid_from=valid_from, valid_to=valid_to, planned_by=by)
        happened("access.block_leave.planned", subject=leave, first=valid_from, last=valid_to)
        return leave


def cancel_block_leave(leave, *, by):
    """Before it begins."""
    with acting(by):
        check(by, PLAN)
        _may_plan(by, leave.person)
        waits = BlockLeave.objects.planned().filter(pk=leave.pk, valid_from__gt=timezone.localdate())
        if not waits.update(cancelled_at=timezone.now()):
            raise Conflict(
                "access.block_leave_stays", _("This block leave has begun or was cancelled. It stays as it is.")
            )
        happened("access.block_leave.cancelled", subject=leave)


def may_plan(by, person):
    return bool(can(by, PLAN)) and may_name_for(by, person)


def _may_plan(by, person):
    if not may_plan(by, person):
        raise Denied(Deny("R20", _("Block leave is planned by the person, the head or the administration.")))


def _long_enough(person, first, last):
    if last < first:
        raise BusinessError("access.span", _("The last day lies before the first."), field="valid_to")
    needed, days = (
        days_of(TermCode.BLOCK_LEAVE),
        working_days_between(first - timedelta(days=1), last, person.calendar),
    )
    if days < needed:
        sentence = _("These are {days} trading days in a row; block leave takes at least {needed}.")
        raise BusinessError("access.block_leave_short", sentence.format(days=days, needed=needed), field="valid_to")
