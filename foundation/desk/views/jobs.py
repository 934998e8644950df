from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_safe

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.jobs import actions
from foundation.jobs.choices import State
from foundation.jobs.models import Job
from foundation.screens.bulk import Bulk, bulk_page
from foundation.screens.forms import CommandForm
from foundation.screens.templatetags.screens import moment
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..emergency_forms import RestartForm
from ..job_tables import TABLE, JobFilters

RETRY, RESTART = "jobs.job:retry", "jobs.worker:restart"
TO_RETRY = (State.FAILED, State.REFUSED)


@require_safe
@requires("jobs.job:view")
def job_list(request):
    return list_page(
        request,
        queryset=Job.objects.visible_to(request.person).select_related("requested_by"),
        table=TABLE,
        filters=JobFilters(request.GET),
        title=_("Background jobs"),
        actions=[Action(_("Restart the worker"), reverse("jobs:restart_worker"), RESTART, icon="refresh")],
        empty=Empty(_("No work runs in the background for you, and none has.")),
        bulk=Bulk(
            "job",
            [Action(_("Look at and start again"), reverse("jobs:retrying"), RETRY, icon="refresh", key="b")],
            label=lambda job: job.label,
            choosable=lambda job: job.state in TO_RETRY,
        ),
    )


@require_safe
@requires("jobs.job:view")
def detail(request, pk):
    job = _job_for(request, pk)
    may_retry = not _why_not_retry(request.person, job)
    return render(request, "jobs/detail.html", {"job": job, "facts": _facts(job), "may_retry": may_retry})


@require_safe
@requires("jobs.job:view")
def progress(request, pk):
    return render(request, "jobs/progress.html", {"job": _job_for(request, pk)})


@requires(RETRY)
def retry(request, pk):
    job = _job_for(request, pk)
    check(request.person, RETRY, job)
    address = reverse("jobs:detail", args=[pk])
    form = CommandForm(request.POST or None)

    def start_again(data):
        actions.retry(job, request.person)
        return address

    if request.method == "POST":
        done = perform(request, form, start_again, permission=RETRY, message=_("The job starts again."))
        if done:
            return done
    return form_page(request, form=form, title=_("Start the job again?"), submit=_("Start again"), cancel=address)


@requires(RETRY)
def retrying(request):
    return bulk_page(
        request,
        name="job",
        rows=Job.objects.visible_to(request.person).select_related("requested_by").order_by("pk"),
        table=TABLE,
        why_not=lambda job: _why_not_retry(request.person, job),
        act=lambda chosen, data: actions.retry_all(chosen, request.person),
        permission=RETRY,
        title=_("Start jobs again"),
        submit=ngettext_lazy("Start %(number)d job again", "Start %(number)d jobs again", "number"),
        message=gettext_lazy("The jobs start again."),
        back=(_("Background jobs"), reverse("jobs:list")),
    )


@requires(RESTART)
def restart_worker(request):
    form = RestartForm(request.POST or None)

    def act(data):
        actions.restart_worker(request.person, data["reason"])
        return reverse("jobs:list")

    said = _("The worker ends its jobs and starts anew.")
    if request.method == "POST" and (done := perform(request, form, act, permission=RESTART, message=said)):
        return done
    return form_page(
        request, form=form, title=_("Restart the worker?"), submit=_("Restart"), cancel=reverse("jobs:list")
    )


def _why_not_retry(person, job):
    if job.state not in TO_RETRY:
        return _("It has not failed.")
    answer = can(person, RETRY, job)
    return "" if answer else answer.sentence


def _job_for(request, pk):
    return get_object_or_404(Job.objects.visible_to(request.person).select_related("requested_by"), pk=pk)


def _facts(job):
    return [
        {"label": _("Requested by"), "value": job.requested_by or _("the portal itself")},
        {"label": _("Asked"), "value": moment(job.created_at)},
        {"label": _("Started"), "value": moment(job.started_at) or None},
        {"label": _("Finished"), "value": moment(job.finished_at) or None},
        {"label": _("Attempts"), "value": job.attempts},
    ]
