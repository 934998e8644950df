"""Lines and documents: those of a draft come and go, those of a posted entry stay. A line has the day of its entry."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import differs
from foundation.records.guards import Guard, refuse, refuse_each, refuse_replace, refuse_truncate

_LINE, _DOCUMENT = "accounting_line", "accounting_entrydocument"
_OTHER_DAY = "NEW.posting_date IS DISTINCT FROM (SELECT posting_date FROM accounting_entry WHERE id = NEW.entry_id)"


def _of_posted(row):
    return f"(SELECT state FROM accounting_entry WHERE id = {row}.entry_id) = 'posted'"


def _waits_for_posting(name, table):
    """What is added to an entry while it is being posted would not be counted. Its name sorts before the others."""
    return Guard(
        f"{name}_and_entry",
        table,
        "BEFORE INSERT OR UPDATE OR DELETE",
        "PERFORM 1 FROM accounting_entry WHERE id = coalesce(NEW.entry_id, OLD.entry_id) FOR SHARE;"
        " RETURN coalesce(NEW, OLD);",
        None,
    )


def _moves_with_entry():
    name = "entry_moves_lines"
    move = "UPDATE accounting_line SET posting_date = NEW.posting_date WHERE entry_id = NEW.id;"
    return Guard(
        name,
        "accounting_entry",
        "AFTER UPDATE",
        f"IF NEW.posting_date <> OLD.posting_date THEN {move} END IF; RETURN NULL;",
        f'CREATE TRIGGER "guard_{name}" AFTER UPDATE ON "accounting_entry" FOR EACH ROW'
        f" WHEN NEW.posting_date <> OLD.posting_date BEGIN {move} END",
    )


GUARDS = (
    _waits_for_posting("line", _LINE),
    _waits_for_posting("document", _DOCUMENT),
    refuse_each(
        "line_new", _LINE, "INSERT", "TRUE", (("ledger.posted", _of_posted("NEW")), ("ledger.line_date", _OTHER_DAY))
    ),
    refuse_each(
        "line_edit",
        _LINE,
        "UPDATE",
        "TRUE",
        (
            ("ledger.posted", f"{_of_posted('OLD')} OR {_of_posted('NEW')}"),
            ("ledger.line_moved", differs("entry_id")),
            ("ledger.line_date", _OTHER_DAY),
        ),
    ),
    _moves_with_entry(),
    *refuse("line_gone", _LINE, "DELETE", "ledger.posted", _of_posted("OLD")),
    refuse_replace(_LINE, "ledger.posted"),
    *refuse_truncate(_LINE, "ledger.posted"),
    *refuse(
        "entry_document_late",
        _DOCUMENT,
        "INSERT",
        "ledger.posted",
        "EXISTS (SELECT 1 FROM accounting_entry WHERE id = NEW.entry_id AND posted_at >= NEW.attached_at)",
    ),
    *refuse("entry_document_fixed", _DOCUMENT, "UPDATE", "ledger.posted"),
    *refuse("entry_document_gone", _DOCUMENT, "DELETE", "ledger.posted", _of_posted("OLD")),
    *refuse_truncate(_DOCUMENT, "ledger.posted"),
)

SENTENCES = {
    "ledger.line_moved": _("A line stays with its entry."),
    "ledger.line_date": _("A line has the posting date of its entry."),
}
