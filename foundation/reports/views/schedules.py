from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.screens.forms import CommandForm
from foundation.screens.templatetags.screens import moment
from foundation.screens.views import Empty, list_page
from foundation.screens.writing import form_page, perform

from .. import catalogue
from ..actions import schedules as actions
from ..choices import ScheduleState
from ..forms import ScheduleForm
from ..models import ReportRun, ReportSchedule
from ..tables import SCHEDULES, names_of, next_of, status_of, when

VIEW, MANAGE = "reports.schedule:view", "reports.schedule:manage"


@require_safe
@requires(VIEW)
def schedules(request):
    return list_page(
        request,
        queryset=_kept(request).annotate(last_run=Max("runs__requested_at")),
        table=SCHEDULES,
        title=_("Schedules"),
        empty=Empty(_("No report is scheduled."), action=_("All reports"), url=reverse("reports:catalogue")),
    )


@requires(MANAGE)
def create(request, code):
    report = catalogue.get(code)
    check(request.person, report.permission)
    if not report.spans:
        raise Http404
    form = ScheduleForm(request.POST or None, person=request.person, report=report)

    def act(data):
        schedule = actions.create_schedule(by=request.person, report=report, **form.wish())
        return reverse("reports:schedule", args=[schedule.pk])

    if request.method == "POST":
        done = perform(request, form, act, permission=MANAGE, message=_("The report is scheduled."))
        if done:
            return done
    title = _("Schedule “{report}”").format(report=report.name)
    return form_page(request, form=form, title=title, submit=_("Schedule"), cancel=reverse("reports:catalogue"))


@require_safe
@requires(VIEW)
def schedule(request, pk):
    found = _schedule_for(request, pk)
    context = {
        "schedule": found,
        "name": catalogue.name_of(found.report),
        "status": status_of(found),
        "facts": _facts(found),
        "runs": ReportRun.objects.visible_to(request.person)
        .filter(schedule=found)
        .select_related("job")
        .order_by("-pk")[:10],
        "may_change": can(request.person, MANAGE, found),
    }
    return render(request, "reports/schedule.html", context)


@requires(MANAGE)
def pause(request, pk):
    return _change(
        request, pk, actions.pause_schedule, _("Pause this schedule?"), _("Pause"), _("The schedule is paused.")
    )


@requires(MANAGE)
def resume(request, pk):
    return _change(
        request,
        pk,
        actions.resume_schedule,
        _("Resume this schedule?"),
        _("Resume"),
        _("The schedule is active again."),
    )


@requires(MANAGE)
def end(request, pk):
    return _change(
        request, pk, actions.end_schedule, _("Delete this schedule?"), _("Delete"), _("The schedule is deleted.")
    )


def _change(request, pk, action, title, submit, message):
    found = _schedule_for(request, pk)
    check(request.person, MANAGE, found)
    form = CommandForm(request.POST or None)
    address = reverse("reports:schedule", args=[pk])

    def act(data):
        action(found, by=request.person)
        return reverse("reports:schedules") if action is actions.end_schedule else address

    if request.method == "POST" and (done := perform(request, form, act, permission=MANAGE, message=message)):
        return done
    return form_page(request, form=form, title=title, submit=submit, cancel=address)


def _kept(request):
    shown = ReportSchedule.objects.visible_to(request.person).exclude(state=ScheduleState.ENDED)
    return shown.select_related("owner", "company")


def _schedule_for(request, pk):
    return get_object_or_404(_kept(request), pk=pk)


def _facts(schedule):
    recipients = ", ".join(map(str, schedule.recipients.all()))
    return [
        {"label": _("Days it tells of"), "value": schedule.get_span_display()},
        {"label": _("When"), "value": when(schedule)},
        {"label": _("Next"), "value": moment(next_of(schedule)) or None},
        {"label": _("Formats"), "value": names_of(schedule.formats)},
        {"label": _("Also to"), "value": recipients or None},
        {"label": _("Company"), "value": schedule.company},
        {
            "label": _("Holidays of"),
            "value": schedule.company and schedule.company.get_land_display() or _("the whole country"),
        },
        {"label": _("Owner"), "value": schedule.owner},
    ]
