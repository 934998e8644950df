"""Imports in stages: a file is uploaded, read, looked at row by row, confirmed or discarded, and its work is followed.

A room says what is its own, its rows and its three actions, and adds `urls()` to its addresses. Its page extends
`components/staged.html`. The batch is a row with `state`, `error_count` and `get_absolute_url()`; rows belong to a `batch`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import requires
from foundation.access.policy import can
from foundation.documents.choices import ImportState
from foundation.jobs.models import Job

from .filters import Filters
from .forms import CommandForm
from .tables import Status, Table
from .views import list_page
from .writing import form_page, perform

PAGE_SIZE = 100
TONES = {
    ImportState.READING: "waiting",
    ImportState.STAGED: "draft",
    ImportState.IMPORTING: "waiting",
    ImportState.IMPORTED: "done",
    ImportState.DISCARDED: "neutral",
}


def import_state(batch):
    return Status(TONES[batch.state], batch.get_state_display())


class ConfirmForm(CommandForm):
    skip_errors = forms.BooleanField(required=False)


@dataclass(frozen=True)
class StagedImport:
    """`name` of its addresses: with `bank_import` there are `bank_import_new`, `_confirm`, `_discard` and `_progress`, and
    the list is `bank_imports`. `confirming` is the permission to confirm, where it is more than to `add`. `jobs` names the kind of job behind each state in which the batch is being worked on;
    `open_states` are those in which one may still decide."""

    app: str
    name: str
    view: str
    add: str
    batches: Callable  # of a person
    rows: Callable  # of a person and a batch
    table: Table
    filters: type[Filters]
    state: Callable  # the Status of a batch
    jobs: dict[str, str]
    open_states: tuple[str, ...]
    form: type[CommandForm]
    stage: Callable  # (request, data) -> batch
    confirm: Callable  # (batch, *, by, skip_errors)
    discard: Callable  # (batch, *, by)
    template: str
    title: str
    submit: str
    uploaded: str
    discarded: str
    more: Callable = lambda batch, rows: {}  # what else its template names
    upload_template: str = "components/form_page.html"
    upload_extra: Callable = dict  # what else that one names
    confirming: str = ""

    def urls(self, prefix):
        def read(address, view, name=""):
            return path(f"{prefix}<int:pk>/{address}", require_safe(requires(self.view)(view)), name=self.name + name)

        def write(address, view, name, permission=self.add):
            return path(f"{prefix}<int:pk>/{address}", require_POST(requires(permission)(view)), name=self.name + name)

        return [
            path(f"{prefix}new/", requires(self.add)(self._upload), name=f"{self.name}_new"),
            read("", self._look),
            read("progress/", self._follow, "_progress"),
            write("confirmation/", self._confirmation, "_confirm", self.confirming or self.add),
            write("discard/", self._discarding, "_discard"),
        ]

    def _upload(self, request):
        form = self.form(request.POST or None, request.FILES or None)

        def act(data):
            return self.stage(request, data).get_absolute_url()

        if request.method == "POST" and (
            done := perform(request, form, act, permission=self.add, message=self.uploaded)
        ):
            return done
        return form_page(
            request,
            form=form,
            title=self.title,
            submit=self.submit,
            cancel=self._address("s"),
            template=self.upload_template,
            extra=self.upload_extra(),
        )

    def _look(self, request, pk):
        return self._page(request, self._found(request, pk))

    def _follow(self, request, pk):
        """Asked again every second while a job is at work; then the page comes anew."""
        batch = self._found(request, pk)
        if batch.state not in self.jobs:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "components/progress.html", self._progress(batch))

    def _confirmation(self, request, pk):
        batch = self._found(request, pk)
        form = ConfirmForm(request.POST)

        def act(data):
            self.confirm(batch, by=request.person, skip_errors=data["skip_errors"])
            return batch.get_absolute_url()

        return perform(request, form, act, permission=self.add) or self._page(request, batch, form)

    def _discarding(self, request, pk):
        batch = self._found(request, pk)
        form = CommandForm(request.POST)

        def act(data):
            self.discard(batch, by=request.person)
            return self._address("s")

        message = self.discarded
        return perform(request, form, act, permission=self.add, message=message) or self._page(request, batch, form)

    def _page(self, request, batch, form=None):
        rows = self.rows(request.person, batch)
        extra = {
            "batch": batch,
            "state": self.state(batch),
            "progress": self._progress(batch) if batch.state in self.jobs else None,
            "may_decide": batch.state in self.open_states and can(request.person, self.add, batch),
            "may_confirm": batch.state not in self.jobs,
            "urls": {"confirm": self._address("_confirm", batch), "discard": self._address("_discard", batch)},
            "command": partial(CommandForm, auto_id=False),
            "form": form,
            **self.more(batch, rows),
        }
        response = list_page(
            request,
            queryset=rows,
            table=self.table,
            filters=self.filters(request.GET),
            title=str(batch),
            template=self.template,
            page_size=PAGE_SIZE,
            extra=extra,
        )
        response.status_code = getattr(form, "status", response.status_code)
        return response

    def _progress(self, batch):
        job = Job.objects.filter(key=f"{self.jobs[batch.state]}:{batch.pk}").first()
        return {
            "url": self._address("_progress", batch),
            "state": job.tone if job and job.tone != "done" else "waiting",
            "percent": job.progress if job else None,
            "message": job.sentence if job else batch.get_state_display(),
        }

    def _found(self, request, pk):
        return get_object_or_404(self.batches(request.person), pk=pk)

    def _address(self, ending, batch=None):
        return reverse(f"{self.app}:{self.name}{ending}", args=[batch.pk] if batch else [])
