"""Only the owner of a template says that it recurs, and what was written for a month is written."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import OWN_PERSON, differs
from foundation.records.guards import refuse, refuse_each

from .templates import TEMPLATE

RECURRENCE, OCCURRENCE = "accounting_recurrence", "accounting_occurrence"
_OF_ANOTHER = f"(SELECT owner_id FROM {TEMPLATE} WHERE id = NEW.template_id) IS DISTINCT FROM {OWN_PERSON}"
_RHYTHM = differs("template_id", "every", "day", "shift", "start", "until")
_TEMPLATE = f"FROM {RECURRENCE} r JOIN {TEMPLATE} t ON t.id = r.template_id WHERE r.id = NEW.recurrence_id"
_FOREIGN_ENTRY = (
    "NEW.entry_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounting_entry e WHERE e.id = NEW.entry_id"
    f" AND e.company_id = (SELECT t.company_id {_TEMPLATE}) AND e.captured_by_id = (SELECT t.owner_id {_TEMPLATE}))"
)

GUARDS = (
    *refuse("recurrence_new", RECURRENCE, "INSERT", "template.owner", _OF_ANOTHER),
    *refuse(
        "recurrence_edit", RECURRENCE, "UPDATE", "template.owner", f"{_RHYTHM} AND ({_OF_ANOTHER} OR {differs('template_id')})"
    ),
    *refuse("occurrence_new", OCCURRENCE, "INSERT", "recurring.written", "NEW.state <> 'due' OR NEW.entry_id IS NOT NULL"),
    refuse_each(
        "occurrence_edit",
        OCCURRENCE,
        "UPDATE",
        "TRUE",
        (
            ("recurring.written", differs("id", "recurrence_id", "month", "due")),
            (
                "recurring.written",
                f"OLD.state <> 'due' AND ({differs('state')} OR ({differs('entry_id')} AND NEW.entry_id IS NOT NULL))",
            ),
            ("recurring.other_entry", _FOREIGN_ENTRY),
        ),
    ),
)  # fmt: skip

SENTENCES = {
    "recurring.written": _("What was done about a recurring entry in a month stays as it is."),
    "recurring.other_entry": _("A recurring entry is captured in the company and the name of its template."),
}
