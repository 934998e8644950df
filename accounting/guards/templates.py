"""Drafts are written of a template in the name of its owner; so nobody else says what stands in it. What somebody who has
left leaves behind can only be deleted."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import OWN_PERSON, differs
from foundation.records.guards import refuse, refuse_each

from .words import has_left

TEMPLATE, LINE = "accounting_entrytemplate", "accounting_templateline"
_FOREIGN_JOURNAL = "(SELECT company_id FROM accounting_journal WHERE id = NEW.journal_id) <> NEW.company_id"
_FOREIGN_ACCOUNT = (
    "(SELECT company_id FROM accounting_account WHERE id = NEW.account_id)"
    f" <> (SELECT company_id FROM {TEMPLATE} WHERE id = NEW.template_id)"
)
_OWNER = f"(SELECT owner_id FROM {TEMPLATE} WHERE id = {{row}}.template_id)"
_OF_ANOTHER = f"{_OWNER} IS DISTINCT FROM {OWN_PERSON}"
_OF_A_COLLEAGUE = f"OLD.owner_id IS DISTINCT FROM {OWN_PERSON} AND NOT {has_left('OLD.owner_id')}"
_LINE_OF_A_COLLEAGUE = f"{_OF_ANOTHER} AND NOT {has_left(_OWNER)}".format(row="OLD")


def _lines(operation, row, *more):
    checks = (("template.owner", _OF_ANOTHER.format(row=row)), ("template.other_company", _FOREIGN_ACCOUNT), *more)
    return refuse_each(f"template_line_{operation.lower()}", LINE, operation, "TRUE", checks)


GUARDS = (
    refuse_each(
        "template_new",
        TEMPLATE,
        "INSERT",
        "TRUE",
        (
            ("template.owner", f"NEW.owner_id IS DISTINCT FROM {OWN_PERSON}"),
            ("template.other_company", _FOREIGN_JOURNAL),
        ),
    ),
    refuse_each(
        "template_edit",
        TEMPLATE,
        "UPDATE",
        "TRUE",
        (
            ("template.owner", f"OLD.owner_id IS DISTINCT FROM {OWN_PERSON} OR {differs('id', 'owner_id')}"),
            ("template.other_company", f"{differs('company_id')} OR {_FOREIGN_JOURNAL}"),
        ),
    ),
    *refuse("template_gone", TEMPLATE, "DELETE", "template.owner", _OF_A_COLLEAGUE),
    _lines("INSERT", "NEW"),
    _lines("UPDATE", "OLD", ("template.owner", differs("template_id"))),
    *refuse("template_line_gone", LINE, "DELETE", "template.owner", _LINE_OF_A_COLLEAGUE),
)

SENTENCES = {
    "template.owner": _("Only its owner changes a template."),
    "template.other_company": _("A template, its journal and its accounts belong to one company."),
}
