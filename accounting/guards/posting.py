"""What the database asks of an entry at the moment of its posting."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.conditions import OWN_PERSON, differs

from .words import POSTED_ROWS, POSTING, SEEING

_LINES = "accounting_line WHERE entry_id = NEW.id"
_KEPT = (
    "company_id", "journal_id", "fiscal_year_id", "period_id", "posting_date", "document_date", "service_date",
    "document_number", "text", "currency", "captured_by_id", "captured_at", "reverses_id", "batch_id", "fingerprint",
)  # fmt: skip
_IN_CHAIN = (
    "FROM accounting_entry e WHERE e.journal_id = NEW.journal_id AND e.fiscal_year_id = NEW.fiscal_year_id AND e.number"
)

_CHECKS = (
    ("ledger.changed_at_posting", differs(*_KEPT)),
    ("ledger.two_lines", f"(SELECT count(*) FROM {_LINES}) < 2"),
    ("ledger.unbalanced", f"(SELECT sum(debit) <> sum(credit) FROM {_LINES})"),
    ("ledger.total", f"NEW.total <> (SELECT sum(debit) FROM {_LINES})"),
    ("ledger.period_closed", "(SELECT state FROM accounting_period WHERE id = NEW.period_id) <> 'open'"),
    (
        "ledger.period_date",
        "NOT EXISTS (SELECT 1 FROM accounting_period p WHERE p.id = NEW.period_id"
        ' AND p.fiscal_year_id = NEW.fiscal_year_id AND NEW.posting_date BETWEEN p.start AND p."end")',
    ),
    (
        "ledger.other_company",
        "(SELECT company_id FROM accounting_fiscalyear WHERE id = NEW.fiscal_year_id) <> NEW.company_id"
        " OR (SELECT company_id FROM accounting_journal WHERE id = NEW.journal_id) <> NEW.company_id"
        " OR EXISTS (SELECT 1 FROM accounting_line l JOIN accounting_account a ON a.id = l.account_id"
        " WHERE l.entry_id = NEW.id AND a.company_id <> NEW.company_id)",
    ),
    (
        "ledger.account_ended",
        "EXISTS (SELECT 1 FROM accounting_line l JOIN accounting_account a ON a.id = l.account_id"
        " WHERE l.entry_id = NEW.id AND (a.valid_to < NEW.posting_date OR a.valid_from > NEW.posting_date))",
    ),
    (
        "ledger.batch_open",
        "NEW.batch_id IS NOT NULL AND (SELECT state FROM accounting_importbatch WHERE id = NEW.batch_id) <> 'imported'",
    ),
    (
        "ledger.reversal",
        "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounting_entry e WHERE e.id = NEW.reverses_id"
        " AND e.state = 'posted' AND e.company_id = NEW.company_id)",
    ),
    (
        "rule.R03",
        "NEW.total >= (SELECT four_eyes_from FROM accounting_ledgersettings WHERE company_id = NEW.company_id)"
        " AND (NEW.posted_by_id = NEW.captured_by_id OR EXISTS (SELECT 1 FROM accounting_entryeditor e"
        " WHERE e.entry_id = NEW.id AND e.person_id = NEW.posted_by_id))",
    ),
    (
        "ledger.number",
        f"NEW.number > 1 AND NOT EXISTS (SELECT 1 {_IN_CHAIN} = NEW.number - 1)",
    ),
    (
        "ledger.chain",
        f"length(NEW.hash) <> 64 OR NEW.previous_hash <> coalesce((SELECT hash {_IN_CHAIN} = NEW.number - 1), '')",
    ),
    ("ledger.own_name", f"NEW.posted_by_id IS DISTINCT FROM {OWN_PERSON}"),
)


def _ask():
    asked = " ".join(f"WHEN {condition} THEN '{code}'" for code, condition in _CHECKS)
    return replace(
        guards.refuse_each("entry_posting", "accounting_entry", "UPDATE", POSTING, _CHECKS),
        timing="AFTER UPDATE",
        level="STATEMENT",
        seeing=SEEING,
        postgresql=f"""#variable_conflict use_column
DECLARE refused text;
BEGIN
  SELECT code INTO refused FROM (SELECT NEW.number, CASE {asked} END AS code FROM {POSTED_ROWS}) AS asked
  WHERE code IS NOT NULL ORDER BY number LIMIT 1;
  IF refused IS NOT NULL THEN RAISE EXCEPTION 'guard:%', refused USING ERRCODE = 'check_violation'; END IF;
  RETURN NULL;
END""",
    )


GUARDS = (
    _ask(),
    *guards.refuse(
        "entry_number",
        "accounting_entry",
        "UPDATE",
        "ledger.number",
        f"{POSTING} AND EXISTS (SELECT 1 {_IN_CHAIN} = NEW.number)",
    ),
)

SENTENCES = {
    "ledger.changed_at_posting": _("The entry was changed while it was being posted."),
    "ledger.two_lines": _("An entry has at least two lines."),
    "ledger.unbalanced": _("Debit and credit are not equal."),
    "ledger.total": _("The amount of the entry is not the sum of its lines."),
    "ledger.period_closed": _("The period is locked."),
    "ledger.period_date": _("The posting date does not lie in the period."),
    "ledger.other_company": _("Journal, year or account belong to another company."),
    "ledger.account_ended": _("An account is not valid on the posting date."),
    "ledger.batch_open": _("The import that this entry belongs to is not finished."),
    "ledger.reversal": _("Only a posted entry is reversed."),
    "ledger.number": _("The number does not follow the last one."),
    "ledger.chain": _("The entry does not fit the chain of its journal."),
    "ledger.own_name": _("Everybody captures and posts in the own name only."),
}
