"""Guards of the bank: what the bank said stays, a statement adds up, and a line is booked once and by its amount."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import differs
from foundation.records.guards import refuse, refuse_each, refuse_replace, refuse_truncate

from .words import POSTING

ACCOUNT, STATEMENT, LINE = "accounting_bankaccount", "accounting_bankstatement", "accounting_bankline"
_HAS_STATEMENTS = f"EXISTS (SELECT 1 FROM {STATEMENT} WHERE account_id = OLD.id)"
_OF_OTHER_COMPANY = "(SELECT company_id FROM accounting_account WHERE id = NEW.account_id) <> NEW.company_id"

_STATEMENT_FACTS = (
    "id", "account_id", "identification", "sequence", "label", "date_from", "date_to", "opening", "closing",
    "line_count", "fingerprint", "document_id", "imported_by_id", "imported_at",
)  # fmt: skip
_LINES = f"FROM {LINE} WHERE statement_id = NEW.id"
_COMPLETE = f"(SELECT complete FROM {STATEMENT} WHERE id = {{row}}.statement_id)"

_LINE_FACTS = (
    "id", "statement_id", "position", "amount", "booking_date", "value_date", "name", "iban", "bic", "purpose",
    "end_to_end", "mandate", "bank_reference", "code", "reversal", "return_reason", "foreign_amount", "charges",
    "name_sound",
)  # fmt: skip
_OWN = f"FROM {STATEMENT} s JOIN {ACCOUNT} b ON b.id = s.account_id WHERE s.id = NEW.statement_id"
_LINKED = "NEW.entry_id IS NOT NULL AND NEW.entry_id IS DISTINCT FROM OLD.entry_id"
# An entry that was booked from the line cites its statement; one that was there before was only matched.
_STILL_HOLDS = (
    "OLD.entry_id IS NOT NULL AND EXISTS (SELECT 1 FROM accounting_entry e WHERE e.id = OLD.entry_id"
    " AND e.state = 'posted' AND EXISTS (SELECT 1 FROM accounting_entrydocument d WHERE d.entry_id = e.id"
    f" AND d.document_id = (SELECT document_id FROM {STATEMENT} WHERE id = OLD.statement_id))"
    " AND NOT EXISTS (SELECT 1 FROM accounting_entry r WHERE r.reverses_id = e.id AND r.state = 'posted'))"
)
_MOVED = (
    "(SELECT coalesce(sum(l.debit - l.credit), 0) FROM accounting_line l WHERE l.entry_id = {entry}"
    " AND l.account_id = {account})"
)

# A draft may be edited after it was booked from a line.
_OTHER_AMOUNT = (
    f"EXISTS (SELECT 1 FROM {LINE} k JOIN {STATEMENT} s ON s.id = k.statement_id JOIN {ACCOUNT} b ON b.id = s.account_id"
    f" WHERE k.entry_id = NEW.id AND k.amount <> {_MOVED.format(entry='NEW.id', account='b.account_id')})"
)


GUARDS = (
    *refuse("bank_account_new", ACCOUNT, "INSERT", "bank.other_company", _OF_OTHER_COMPANY),
    refuse_each(
        "bank_account_edit",
        ACCOUNT,
        "UPDATE",
        "TRUE",
        (
            ("bank.other_company", _OF_OTHER_COMPANY),
            (
                "bank.account_used",
                f"{differs('id', 'company_id', 'iban', 'currency', 'account_id')} AND {_HAS_STATEMENTS}",
            ),
        ),
    ),
    *refuse("bank_account_gone", ACCOUNT, "DELETE", "bank.account_used", _HAS_STATEMENTS),
    refuse_replace(ACCOUNT, "bank.account_used"),
    *refuse_truncate(ACCOUNT, "bank.account_used"),
    *refuse("bank_statement_new", STATEMENT, "INSERT", "bank.lines_first", "NEW.complete"),
    refuse_each(
        "bank_statement_edit",
        STATEMENT,
        "UPDATE",
        "TRUE",
        (
            ("bank.fixed", f"OLD.complete OR {differs(*_STATEMENT_FACTS)}"),
            (
                "bank.sum",
                f"NEW.complete AND ((SELECT count(*) {_LINES}) <> NEW.line_count"
                f" OR NEW.opening + (SELECT coalesce(sum(amount), 0) {_LINES}) <> NEW.closing)",
            ),
        ),
    ),
    *refuse("bank_statement_gone", STATEMENT, "DELETE", "bank.fixed", "OLD.complete"),
    refuse_replace(STATEMENT, "bank.fixed"),
    *refuse_truncate(STATEMENT, "bank.fixed"),
    refuse_each(
        "bank_line_new",
        LINE,
        "INSERT",
        "TRUE",
        (("bank.fixed", _COMPLETE.format(row="NEW")), ("bank.open_first", "NEW.entry_id IS NOT NULL")),
    ),
    refuse_each(
        "bank_line_edit",
        LINE,
        "UPDATE",
        "TRUE",
        (
            ("bank.fixed", differs(*_LINE_FACTS)),
            ("bank.open_first", "OLD.state <> 'open' AND NEW.state NOT IN ('open', OLD.state)"),
            ("bank.stays", f"NEW.entry_id IS DISTINCT FROM OLD.entry_id AND {_STILL_HOLDS}"),
            ("bank.open_first", f"{_LINKED} AND OLD.state <> 'open'"),
            (
                "bank.other_company",
                f"{_LINKED} AND (SELECT company_id FROM accounting_entry WHERE id = NEW.entry_id)"
                f" <> (SELECT b.company_id {_OWN})",
            ),
            (
                "bank.amount",
                f"{_LINKED} AND NEW.amount <> "
                + _MOVED.format(entry="NEW.entry_id", account=f"(SELECT b.account_id {_OWN})"),
            ),
        ),
    ),
    *refuse("bank_line_gone", LINE, "DELETE", "bank.fixed", _COMPLETE.format(row="OLD")),
    refuse_replace(LINE, "bank.fixed"),
    *refuse_truncate(LINE, "bank.fixed"),
    *refuse("entry_of_bank_line", "accounting_entry", "UPDATE", "bank.amount", f"{POSTING} AND {_OTHER_AMOUNT}"),
)

SENTENCES = {
    "bank.other_company": _("Bank account, ledger account and entry belong to one company."),
    "bank.account_used": _("There are statements of this bank account. Its IBAN, currency and ledger account stay."),
    "bank.lines_first": _("A statement is complete when all its lines are there."),
    "bank.fixed": _("What the bank stated is never changed or deleted."),
    "bank.sum": _("The lines of the statement do not lead from its opening to its closing balance."),
    "bank.open_first": _("This bank line is not open any more."),
    "bank.stays": _("The entry of this bank line is posted. Reverse it, and the line opens again."),
    "bank.amount": _("The entry does not move the amount of the bank line on the ledger account of the bank."),
}
