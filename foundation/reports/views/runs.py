from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.access.gate import check, requires
from foundation.access.lockout import ask_for_file
from foundation.access.policy import can
from foundation.lib.text import fold
from foundation.screens.templatetags.screens import moment
from foundation.screens.views import Empty, list_page
from foundation.screens.writing import form_page, perform

from .. import catalogue, storage
from ..actions import request_report
from ..choices import CONTENT_TYPES
from ..forms import RunFilters
from ..models import ReportRun
from ..tables import RUNS


@require_safe
@requires("reports.run:view")
def catalogue_page(request):
    may_schedule = can(request.person, "reports.schedule:manage")
    context = {"reports": catalogue.offered_to(request.person), "may_schedule": may_schedule}
    return render(request, "reports/catalogue.html", context)


@requires("reports.run:view")
def ask(request, code):
    report = catalogue.get(code)
    check(request.person, report.permission)
    form = report.form(request.POST or None, person=request.person, formats=report.formats)

    def start(data):
        ask_for_file(request.person)
        run = request_report(by=request.person, report=report, params=form.parameters(), format=data["format"])
        return reverse("reports:run", args=[run.key])

    if request.method == "POST":
        done = perform(request, form, start, permission=report.permission)
        if done:
            return done
    cancel = reverse("reports:catalogue")
    return form_page(request, form=form, title=report.name, submit=_("Make the report"), cancel=cancel)


@require_safe
@requires("reports.run:view")
def runs(request):
    return list_page(
        request,
        queryset=_runs_of(request),
        table=RUNS,
        filters=RunFilters(request.GET, person=request.person),
        title=_("My reports"),
        empty=Empty(
            _("You have not asked for a report yet."), action=_("All reports"), url=reverse("reports:catalogue")
        ),
    )


@require_safe
@requires("reports.run:view")
def run_page(request, key):
    run = _run_for(request, key)
    context = {"run": run, "name": catalogue.name_of(run.report), "facts": _facts(run)}
    return render(request, "reports/run.html", context)


@require_safe
@requires("reports.run:view")
def progress(request, key):
    run = _run_for(request, key)
    return render(request, "reports/progress.html", {"run": run, "made": _facts(run) if run.is_finished else None})


@require_safe
@requires("reports.run:view")
def download(request, key, format):
    """The right is asked for again: it may have ended since the report was made."""
    run = _run_for(request, key)
    file = get_object_or_404(run.files.exclude(stored_as=""), format=format)
    check(request.person, catalogue.get(run.report).permission, run)
    name = slugify(fold(str(catalogue.name_of(run.report)))) or "report"
    return FileResponse(
        storage.open_file(file.stored_as),
        as_attachment=True,
        filename=f"{name}-{run.requested_at:%Y-%m-%d}.{file.format}",
        content_type=CONTENT_TYPES[file.format],
        headers={"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"},
    )


def _runs_of(request):
    shown = ReportRun.objects.visible_to(request.person)
    return shown.select_related("company", "job", "requested_by", "schedule").prefetch_related("files")


def _run_for(request, key):
    return get_object_or_404(_runs_of(request), key=key)


def _facts(run):
    return [
        {"label": _("Parameters"), "value": run.asked or None},
        {"label": _("Company"), "value": run.company},
        {"label": _("Requested by"), "value": run.requested_by},
        {"label": _("Requested"), "value": moment(run.requested_at)},
        {"label": _("Delivered to"), "value": ", ".join(str(each.person) for each in _deliveries(run)) or None},
        *({"label": f"SHA-256 {file.get_format_display()}", "value": file.sha256 or None} for file in run.files.all()),
    ]


def _deliveries(run):
    return run.deliveries.select_related("person")
