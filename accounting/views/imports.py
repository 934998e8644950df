from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import requires
from foundation.documents.choices import ImportState
from foundation.screens.staged import StagedImport, import_state
from foundation.screens.views import Action, Empty, list_page

from ..actions.imports import confirm_import, discard_import, stage_import
from ..forms.imports import RowFilters, UploadForm
from ..models import ImportBatch, ImportRow
from ..tables.imports import IMPORT_ROWS, IMPORTS
from .scope import books

VIEW, ADD = "accounting.entry:view", "accounting.import:add"
MOST_REASONS = 20


@require_safe
@requires(VIEW)
def imports(request):
    new = reverse("accounting:import_new")
    return list_page(
        request,
        queryset=_batches(request.person).filter(company=books(request)),
        table=IMPORTS,
        title=_("Imports"),
        actions=[Action(_("Import a file"), new, ADD, icon="file-import", key="n")],
        empty=Empty(_("No booking batch was imported yet.")),
    )


def _batches(person):
    return ImportBatch.objects.visible_to(person).select_related("uploaded_by", "company__ledger")


def _told(batch, rows):
    wrong = rows.filter(finding=ImportRow.Finding.ERROR).order_by()
    return {
        "fine_count": batch.row_count - batch.error_count - batch.known_count,
        "reasons": wrong.values("problem").annotate(count=Count("pk")).order_by("-count", "problem")[:MOST_REASONS],
    }


BATCH = StagedImport(
    app="accounting",
    name="import",
    view=VIEW,
    add=ADD,
    batches=_batches,
    rows=lambda person, batch: ImportRow.objects.visible_to(person).filter(batch=batch),
    table=IMPORT_ROWS,
    filters=RowFilters,
    state=import_state,
    jobs={ImportState.READING: "accounting.reading", ImportState.IMPORTING: "accounting.import"},
    open_states=(ImportState.READING, ImportState.STAGED),
    form=UploadForm,
    stage=lambda request, data: stage_import(by=request.person, company=books(request), upload=data["file"]),
    confirm=confirm_import,
    discard=discard_import,
    template="accounting/import.html",
    title=_("Import a booking batch"),
    submit=_("Read the file"),
    uploaded=_("The file is here. Please look through its rows before they come into the books."),
    discarded=_("The import was discarded. Nothing came into the books."),
    more=_told,
)
