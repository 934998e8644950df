"""The balance of an account in a period comes from posted lines, and from nowhere else."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.guards import Guard

from .words import POSTED_ROWS, POSTING, SEEING

# Ordered by account, so that two who post at once wait for each other and do not lock each other out.
_ADD = """
INSERT INTO accounting_accountbalance (account_id, period_id, opening, debit, credit)
SELECT l.account_id, e.period_id, j.kind = 'opening', sum(l.debit), sum(l.credit)
FROM {posted} JOIN accounting_journal j ON j.id = e.journal_id JOIN accounting_line l ON l.entry_id = e.id
WHERE true GROUP BY l.account_id, e.period_id, j.kind ORDER BY l.account_id, e.period_id
ON CONFLICT (account_id, period_id, opening) DO UPDATE
SET debit = accounting_accountbalance.debit + excluded.debit, credit = accounting_accountbalance.credit + excluded.credit;
"""


def _kept_at_posting():
    name = "ledger_balances"
    posted = f"(SELECT NEW.id, NEW.period_id, NEW.journal_id FROM {POSTED_ROWS}) AS e"
    lite = _ADD.format(posted="accounting_entry e").replace("true", "e.id = NEW.id")
    return Guard(
        name,
        "accounting_entry",
        "AFTER UPDATE",
        f"#variable_conflict use_column\nBEGIN {_ADD.format(posted=posted)} RETURN NULL; END",
        f'CREATE TRIGGER "guard_{name}" AFTER UPDATE ON "accounting_entry" FOR EACH ROW WHEN {POSTING} BEGIN {lite} END',
        level="STATEMENT",
        seeing=SEEING,
    )


def _by_posting_only(operation):
    """PostgreSQL knows whether a trigger writes. On SQLite a wrong balance is found by `verify_books`."""
    return Guard(
        f"balance_derived_{operation.lower()}",
        "accounting_accountbalance",
        f"BEFORE {operation}",
        "IF pg_trigger_depth() < 2 THEN RAISE EXCEPTION 'guard:ledger.balance' USING ERRCODE = 'check_violation';"
        f" END IF; RETURN {'OLD' if operation == 'DELETE' else 'NEW'};",
        None,
    )


GUARDS = (
    _kept_at_posting(),
    *map(_by_posting_only, ("INSERT", "UPDATE", "DELETE")),
    *guards.refuse_truncate("accounting_accountbalance", "ledger.balance"),
)

SENTENCES = {"ledger.balance": _("Balances come from posted entries only.")}
