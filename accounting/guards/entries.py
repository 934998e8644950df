"""An entry begins as a draft in the own name, and stays for ever once it is posted."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import OWN_PERSON, differs
from foundation.records.guards import append_only, refuse, refuse_replace, refuse_truncate

_TABLE = "accounting_entry"

GUARDS = (
    *refuse("entry_posted", _TABLE, "UPDATE", "ledger.posted", "OLD.state = 'posted'"),
    *refuse("entry_gone", _TABLE, "DELETE", "ledger.posted", "OLD.state = 'posted'"),
    *refuse("entry_draft_first", _TABLE, "INSERT", "ledger.draft_first", "NEW.state <> 'draft' OR NEW.hash <> ''"),
    *refuse("entry_own_name", _TABLE, "INSERT", "ledger.own_name", f"NEW.captured_by_id IS DISTINCT FROM {OWN_PERSON}"),
    *refuse(
        "entry_capturer",
        _TABLE,
        "UPDATE",
        "ledger.capturer",
        differs("id", "company_id", "captured_by_id", "captured_at", "reverses_id", "batch_id"),
    ),
    refuse_replace(_TABLE, "ledger.posted"),
    *refuse_truncate(_TABLE, "ledger.posted"),
    *append_only("accounting_entryeditor", "ledger.editors"),
)

SENTENCES = {
    "ledger.posted": _("A posted entry is never changed or deleted. Please reverse it."),
    "ledger.draft_first": _("Every entry begins as a draft."),
    "ledger.capturer": _("Who captured an entry, and for whom, stays as it is."),
    "ledger.editors": _("Who edited a draft is kept."),
}
