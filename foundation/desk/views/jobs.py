from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.jobs import actions
from foundation.jobs.choices import State
from foundation.jobs.models import Job
from foundation.screens.forms import CommandForm
from foundation.screens.templatetags.screens import moment
from foundation.screens.views import Empty, list_page
from foundation.screens.writing import form_page, perform

from ..job_tables import TABLE, JobFilters


@require_safe
@requires("jobs.job:view")
def job_list(request):
    return list_page(
        request,
        queryset=Job.objects.visible_to(request.person).select_related("requested_by"),
        table=TABLE,
        filters=JobFilters(request.GET),
        title=_("Background jobs"),
        empty=Empty(_("No work runs in the background for you, and none has.")),
    )


@require_safe
@requires("jobs.job:view")
def detail(request, pk):
    job = _job_for(request, pk)
    may_retry = job.state in (State.FAILED, State.REFUSED) and can(request.person, "jobs.job:retry", job)
    return render(request, "jobs/detail.html", {"job": job, "facts": _facts(job), "may_retry": may_retry})


@require_safe
@requires("jobs.job:view")
def progress(request, pk):
    return render(request, "jobs/progress.html", {"job": _job_for(request, pk)})


@requires("jobs.job:retry")
def retry(request, pk):
    job = _job_for(request, pk)
    check(request.person, "jobs.job:retry", job)
    address = reverse("jobs:detail", args=[pk])
    form = CommandForm(request.POST or None)

    def start_again(data):
        actions.retry(job, request.person)
        return address

    if request.method == "POST":
        done = perform(request, form, start_again, permission="jobs.job:retry", message=_("The job starts again."))
        if done:
            return done
    return form_page(request, form=form, title=_("Start the job again?"), submit=_("Start again"), cancel=address)


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
