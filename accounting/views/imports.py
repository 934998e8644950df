from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import requires
from foundation.access.policy import can
from foundation.jobs.models import Job
from foundation.screens.forms import CommandForm
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..actions.imports import confirm_import, discard_import, stage_import
from ..choices import ImportState
from ..forms.imports import ConfirmImportForm, RowFilters, UploadForm
from ..models import ImportBatch, ImportRow
from ..tables.imports import IMPORT_ROWS, IMPORTS, import_state
from .scope import books, command

AT_WORK = {ImportState.READING: "reading", ImportState.IMPORTING: "import"}
VIEW, ADD = "accounting.entry:view", "accounting.import:add"
MOST_REASONS = 20


@require_safe
@requires(VIEW)
def imports(request):
    new = reverse("accounting:import_new")
    return list_page(
        request,
        queryset=_batches(request).filter(company=books(request)),
        table=IMPORTS,
        title=_("Imports"),
        actions=[Action(_("Import a file"), new, ADD, icon="file-import", key="n")],
        empty=Empty(_("No booking batch was imported yet.")),
    )


@requires(ADD)
def upload(request):
    company = books(request)
    form = UploadForm(request.POST or None, request.FILES or None)

    def act(data):
        return stage_import(by=request.person, company=company, upload=data["file"]).get_absolute_url()

    message = _("The file is here. Please look through its rows before they come into the books.")
    if request.method == "POST" and (done := perform(request, form, act, permission=ADD, message=message)):
        return done
    cancel = reverse("accounting:imports")
    return form_page(request, form=form, title=_("Import a booking batch"), submit=_("Read the file"), cancel=cancel)


@require_safe
@requires(VIEW)
def batch(request, pk):
    return _batch_page(request, _visible(request, pk))


@require_POST
@requires(ADD)
def confirm(request, pk):
    batch = _visible(request, pk)
    form = ConfirmImportForm(request.POST)

    def act(data):
        confirm_import(batch, by=request.person, skip_errors=data["skip_errors"])
        return batch.get_absolute_url()

    return perform(request, form, act, permission=ADD) or _batch_page(request, batch, form)


@require_POST
@requires(ADD)
def discard(request, pk):
    batch = _visible(request, pk)
    form = CommandForm(request.POST)

    def act(data):
        discard_import(batch, by=request.person)
        return reverse("accounting:imports")

    message = _("The import was discarded. Nothing came into the books.")
    return perform(request, form, act, permission=ADD, message=message) or _batch_page(request, batch, form)


@require_safe
@requires(VIEW)
def progress(request, pk):
    """Asked again every second while the file is read or its rows come into the books; then the page comes anew."""
    batch = _visible(request, pk)
    if batch.state not in AT_WORK:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "components/progress.html", _progress(batch))


def _batch_page(request, batch, form=None):
    rows = ImportRow.objects.visible_to(request.person).filter(batch=batch)
    wrong = rows.filter(finding=ImportRow.Finding.ERROR).order_by()
    extra = {
        "batch": batch,
        "state": import_state(batch),
        "progress": _progress(batch) if batch.state in AT_WORK else None,
        "fine_count": batch.row_count - batch.error_count - batch.known_count,
        "reasons": wrong.values("problem").annotate(count=Count("pk")).order_by("-count", "problem")[:MOST_REASONS],
        "may_decide": batch.state in (ImportState.READING, ImportState.STAGED) and can(request.person, ADD, batch),
        "command": command,
        "form": form,
    }
    response = list_page(
        request,
        queryset=rows,
        table=IMPORT_ROWS,
        filters=RowFilters(request.GET),
        title=batch.name,
        template="accounting/import.html",
        page_size=100,
        extra=extra,
    )
    response.status_code = getattr(form, "status", response.status_code)
    return response


def _progress(batch):
    job = Job.objects.filter(key=f"accounting.{AT_WORK[batch.state]}:{batch.pk}").first()
    return {
        "url": reverse("accounting:import_progress", args=[batch.pk]),
        "state": job.tone if job and job.tone != "done" else "waiting",
        "percent": job.progress if job else None,
        "message": job.sentence if job else batch.get_state_display(),
    }


def _batches(request):
    return ImportBatch.objects.visible_to(request.person).select_related("uploaded_by")


def _visible(request, pk):
    return get_object_or_404(_batches(request).select_related("company__ledger"), pk=pk)
