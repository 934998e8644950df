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

from ..actions.bank_imports import confirm_statements, discard_statements, stage_statements
from ..choices import ImportState
from ..forms.bank import StatementRowFilters, StatementsForm
from ..forms.imports import ConfirmImportForm
from ..models import BankImport, BankImportRow
from ..tables.bank import BANK_IMPORT_ROWS, BANK_IMPORTS
from ..tables.imports import import_state
from .scope import books, command

AT_WORK = {ImportState.READING: "bank_reading", ImportState.IMPORTING: "bank_import"}
VIEW, ADD = "accounting.bank:view", "accounting.bank:import"


@require_safe
@requires(VIEW)
def imports(request):
    new = reverse("accounting:bank_import_new")
    return list_page(
        request,
        queryset=_batches(request).filter(company=books(request)),
        table=BANK_IMPORTS,
        title=_("Bank"),
        template="accounting/bank.html",
        actions=[Action(_("Import statements"), new, ADD, icon="file-import", key="n")],
        empty=Empty(_("No statement was imported yet.")),
        extra={"tab": "imports"},
    )


@requires(ADD)
def upload(request):
    company = books(request)
    form = StatementsForm(request.POST or None, request.FILES or None)

    def act(data):
        return stage_statements(by=request.person, company=company, uploads=data["file"]).get_absolute_url()

    message = _("The files are here. Please look through the statements before they are imported.")
    if request.method == "POST" and (done := perform(request, form, act, permission=ADD, message=message)):
        return done
    cancel = reverse("accounting:bank")
    return form_page(request, form=form, title=_("Import statements"), submit=_("Read the files"), cancel=cancel)


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
        confirm_statements(batch, by=request.person, skip_errors=data["skip_errors"])
        return batch.get_absolute_url()

    return perform(request, form, act, permission=ADD) or _batch_page(request, batch, form)


@require_POST
@requires(ADD)
def discard(request, pk):
    batch = _visible(request, pk)
    form = CommandForm(request.POST)

    def act(data):
        discard_statements(batch, by=request.person)
        return reverse("accounting:bank_imports")

    message = _("The import was discarded. No statement was imported.")
    return perform(request, form, act, permission=ADD, message=message) or _batch_page(request, batch, form)


@require_safe
@requires(VIEW)
def progress(request, pk):
    """Asked again every second while the files are read or imported; then the page comes anew."""
    batch = _visible(request, pk)
    if batch.state not in AT_WORK:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "components/progress.html", _progress(batch))


def _batch_page(request, batch, form=None):
    rows = BankImportRow.objects.visible_to(request.person).filter(batch=batch).select_related("file__document")
    response = list_page(
        request,
        queryset=rows,
        table=BANK_IMPORT_ROWS,
        filters=StatementRowFilters(request.GET),
        title=batch.name,
        template="accounting/bank_import.html",
        page_size=100,
        extra={
            "batch": batch,
            "state": import_state(batch),
            "progress": _progress(batch) if batch.state in AT_WORK else None,
            "may_decide": batch.state in (ImportState.READING, ImportState.STAGED) and can(request.person, ADD, batch),
            "command": command,
            "form": form,
        },
    )
    response.status_code = getattr(form, "status", response.status_code)
    return response


def _progress(batch):
    job = Job.objects.filter(key=f"accounting.{AT_WORK[batch.state]}:{batch.pk}").first()
    return {
        "url": reverse("accounting:bank_import_progress", args=[batch.pk]),
        "state": job.tone if job and job.tone != "done" else "waiting",
        "percent": job.progress if job else None,
        "message": job.sentence if job else batch.get_state_display(),
    }


def _batches(request):
    return BankImport.objects.visible_to(request.person).select_related("uploaded_by")


def _visible(request, pk):
    return get_object_or_404(_batches(request).select_related("company__ledger"), pk=pk)
