from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import requires
from foundation.documents.choices import ImportState
from foundation.screens.staged import StagedImport, import_state
from foundation.screens.views import Action, Empty, list_page

from ..actions.bank_imports import confirm_statements, discard_statements, stage_statements
from ..forms.bank import StatementRowFilters, StatementsForm
from ..models import BankImport, BankImportRow
from ..tables.bank import BANK_IMPORT_ROWS, BANK_IMPORTS
from .scope import books

VIEW, ADD = "accounting.bank:view", "accounting.bank:import"


@require_safe
@requires(VIEW)
def imports(request):
    new = reverse("accounting:bank_import_new")
    return list_page(
        request,
        queryset=_batches(request.person).filter(company=books(request)),
        table=BANK_IMPORTS,
        title=_("Bank"),
        template="accounting/bank.html",
        actions=[Action(_("Import statements"), new, ADD, icon="file-import", key="n")],
        empty=Empty(_("No statement was imported yet.")),
        extra={"tab": "imports"},
    )


def _batches(person):
    return BankImport.objects.visible_to(person).select_related("uploaded_by", "company__ledger")


def _rows(person, batch):
    return BankImportRow.objects.visible_to(person).filter(batch=batch).select_related("file__document")


STATEMENTS = StagedImport(
    app="accounting",
    name="bank_import",
    view=VIEW,
    add=ADD,
    batches=_batches,
    rows=_rows,
    table=BANK_IMPORT_ROWS,
    filters=StatementRowFilters,
    state=import_state,
    jobs={ImportState.READING: "accounting.bank_reading", ImportState.IMPORTING: "accounting.bank_import"},
    open_states=(ImportState.READING, ImportState.STAGED),
    form=StatementsForm,
    stage=lambda request, data: stage_statements(by=request.person, company=books(request), uploads=data["file"]),
    confirm=confirm_statements,
    discard=discard_statements,
    template="accounting/bank_import.html",
    title=_("Import statements"),
    submit=_("Read the files"),
    uploaded=_("The files are here. Please look through the statements before they are imported."),
    discarded=_("The import was discarded. No statement was imported."),
    more=lambda batch, rows: {"may_confirm": batch.state == ImportState.STAGED and batch.fine_count},
)
