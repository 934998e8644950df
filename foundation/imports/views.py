"""The pages of a kind of table: what was imported, a new file, its rows, and an empty file to fill in."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import requires
from foundation.documents.choices import ImportState
from foundation.lib.tabular import csv_out, xlsx_out
from foundation.organisation.models import Company
from foundation.screens.staged import StagedImport, import_state
from foundation.screens.views import XLSX, Action, Empty, list_page

from .actions import READING, WRITING, confirm_table, discard_table, stage_table
from .forms import RowFilters, UploadForm
from .kinds import Kind
from .models import TableImport, TableImportRow
from .tables import IMPORTS, rows_table

MOST_REASONS = 20


def urls(kind, prefix):
    """To be added to the addresses of the room that declares this kind."""
    return Pages(kind).urls(prefix)


@dataclass(frozen=True)
class Pages:
    kind: Kind

    def urls(self, prefix):
        def read(address, view, name):
            return path(f"{prefix}{address}", require_safe(requires(self.kind.permission)(view)), name=name)

        return [
            read("", self._imports, f"{self.kind.name}s"),
            read("template.<str:ending>", self._empty_file, f"{self.kind.name}_template"),
            *self._staged().urls(prefix),
        ]

    def _imports(self, request):
        return list_page(
            request,
            queryset=self._batches(request.person).filter(company=_company_of(request.person)),
            table=IMPORTS,
            title=self.kind.title,
            actions=[
                Action(_("Import a file"), self._address("_new"), self.kind.permission, icon="file-import", key="n")
            ],
            empty=Empty(_("No file was imported yet."), _("Import a file"), self._address("_new")),
        )

    def _empty_file(self, request, ending):
        headings = [str(column.label) for column in self.kind.columns]
        title = str(self.kind.label)
        match ending:
            case "xlsx":
                return _download(title, ending, xlsx_out(title, headings, [], as_text=True), XLSX)
            case "csv":
                return _download(title, ending, b"".join(csv_out(headings, [])), "text/csv; charset=utf-8")
        raise Http404

    def _staged(self):
        kind = self.kind
        return StagedImport(
            app=kind.app,
            name=kind.name,
            view=kind.permission,
            add=kind.permission,
            confirming=kind.confirm,
            batches=self._batches,
            rows=lambda person, batch: TableImportRow.objects.visible_to(person).filter(batch=batch),
            table=rows_table(kind),
            filters=RowFilters,
            state=import_state,
            jobs={ImportState.READING: READING, ImportState.IMPORTING: WRITING},
            open_states=(ImportState.READING, ImportState.STAGED),
            form=UploadForm,
            stage=self._stage,
            confirm=confirm_table,
            discard=discard_table,
            template="imports/import.html",
            upload_template="imports/upload.html",
            upload_extra=self._about_the_file,
            title=kind.title,
            submit=_("Read the file"),
            uploaded=_("The file is here. Please look through its rows before they are imported."),
            discarded=_("The import was discarded. Nothing was imported."),
            more=self._told,
        )

    def _stage(self, request, data):
        return stage_table(self.kind, by=request.person, company=_company_of(request.person), upload=data["file"])

    def _batches(self, person):
        return TableImport.objects.visible_to(person).filter(kind=self.kind.code)

    def _about_the_file(self):
        template = f"{self.kind.app}:{self.kind.name}_template"
        return {
            "columns": self.kind.columns,
            "empty_files": [(ending.upper(), reverse(template, args=[ending])) for ending in ("xlsx", "csv")],
        }

    def _told(self, batch, rows):
        return {
            "list": {"label": self.kind.title, "url": self._address("s")},
            "wrong": rows.filter(finding=TableImportRow.Finding.ERROR)[:MOST_REASONS],
            "may_confirm": batch.state == ImportState.STAGED and batch.fine_count,
            "good": "done" if batch.state == ImportState.IMPORTED else "fine",
        }

    def _address(self, ending):
        return reverse(f"{self.kind.app}:{self.kind.name}{ending}")


def _company_of(person):
    return person.company_of(Company.objects.visible_to(person))


def _download(title, ending, content, content_type):
    name = f"{slugify(title)}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type, headers=headers)
