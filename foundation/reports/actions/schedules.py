from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import Denied, check
from foundation.access.policy import can
from foundation.lib.errors import BusinessError, Conflict
from foundation.notices.actions import language_of, notify
from foundation.records.actor import acting

from .. import catalogue, parameters
from ..calc.due import BERLIN, next_due
from ..choices import ScheduleState
from ..models import ReportDelivery, ReportSchedule
from ..queries import administrators, possible_recipients
from .runs import enter_run

MANAGE = "reports.schedule:manage"
CLOCK = "system:reports"


def create_schedule(*, by, report, recipients, **wish):
    """`wish` names span, formats, every, on, number and at. Denied, or BusinessError `schedule.recipients`."""
    check(by, MANAGE)
    check(by, report.permission)
    may = possible_recipients(by, report)
    if set(recipients) - set(may):
        raise BusinessError("schedule.recipients", _("Not all of these people may read it."), field="recipients")
    company = by.company_of(by.reached)
    schedule = ReportSchedule(report=report.code, owner=by, company=company, **wish)
    schedule.next_due_at = next_due(schedule.rhythm, timezone.now())
    with acting(by):
        schedule.save(force_insert=True)
        schedule.recipients.set(recipients)
    return schedule


def pause_schedule(schedule, *, by):
    _change(schedule, by, [ScheduleState.ACTIVE], state=ScheduleState.PAUSED)


def resume_schedule(schedule, *, by):
    """What fell due in between is not made up for."""
    check(by, catalogue.get(schedule.report).permission)
    due = next_due(schedule.rhythm, timezone.now())
    _change(schedule, by, [ScheduleState.PAUSED], state=ScheduleState.ACTIVE, paused_because="", next_due_at=due)


def end_schedule(schedule, *, by):
    _change(schedule, by, [ScheduleState.ACTIVE, ScheduleState.PAUSED], state=ScheduleState.ENDED)


def _change(schedule, by, before, **after):
    check(by, MANAGE, schedule)
    with acting(by):
        if not ReportSchedule.objects.filter(pk=schedule.pk, state__in=before).update(**after):
            raise Conflict("schedule.changed", _("This schedule was changed meanwhile. Please look again."))


# --- What the clock does -------------------------------------------------------------------------------------------


def start_due(schedule, now):
    """Asks for the report in the name of its owner; None when another clock was faster, or it paused itself. Whatever
    fell due while the portal stood still is asked for once."""
    due, owner, report = schedule.next_due_at, schedule.owner, catalogue.get(schedule.report)
    owner.chosen_company = schedule.company_id
    waiting = ReportSchedule.objects.due(now).filter(pk=schedule.pk, next_due_at=due)
    with acting(CLOCK), translation.override(language_of(owner)):
        if not waiting.update(next_due_at=next_due(schedule.rhythm, now)):
            return None
        try:
            check(owner, MANAGE, schedule)
            check(owner, report.permission, schedule)
            params = report.params_of(owner, schedule.span, due.astimezone(BERLIN).date())
            form = parameters.read(report, owner, params)
        except (Denied, BusinessError) as error:
            return pause_itself(schedule, error)
        key = f"report-schedule:{schedule.pk}:{due:%Y-%m-%dT%H:%M}"
        return enter_run(owner, report, form, schedule.formats, key, schedule=schedule, due_at=due)


def pause_itself(schedule, reason):
    """And say so, to the owner and to the administration."""
    with acting(CLOCK):
        active = ReportSchedule.objects.filter(pk=schedule.pk, state=ScheduleState.ACTIVE)
        if active.update(state=ScheduleState.PAUSED, paused_because=str(reason)):
            title = _("The schedule of “%(report)s” has paused itself.") % {
                "report": catalogue.name_of(schedule.report)
            }
            for person in {schedule.owner, *administrators(timezone.localdate())}:
                notify(person, title, reverse("reports:schedule", args=[schedule.pk]), kind="reports.schedule")


def deliver(run):
    """Tells the recipients of a finished run, once; who may not read it today is left out, and the owner hears of it."""
    report, recipients = catalogue.get(run.report), run.schedule.recipients.all()
    left_out = [person for person in recipients if not can(person, report.permission, run)]
    facts = {"report": report.name, "people": ", ".join(map(str, left_out))}
    there = _("The report “%(report)s” is there.") % facts
    to_owner = _("The report “%(report)s” is there. It was not delivered to: %(people)s") % facts
    with acting(CLOCK):
        for person in [run.requested_by, *recipients]:
            if person not in left_out and ReportDelivery.objects.get_or_create(run=run, person=person)[1]:
                title = to_owner if left_out and person == run.requested_by else there
                notify(person, title, reverse("reports:run", args=[run.key]), kind="reports.ready")
