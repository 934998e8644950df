"""Guards of the ledger, GoBD and § 146 Abs. 4 AO: what is posted stays, balanced, numbered without gaps and chained."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.guards import Guard

_LINES = "accounting_line WHERE entry_id = NEW.id"
_POSTING = "OLD.state = 'draft' AND NEW.state = 'posted'"
_KEPT = (
    "company_id", "journal_id", "fiscal_year_id", "period_id", "posting_date", "document_date", "service_date",
    "document_number", "text", "currency", "captured_by_id", "captured_at", "reverses_id", "batch_id", "fingerprint",
)  # fmt: skip
_IN_CHAIN = (
    "FROM accounting_entry e WHERE e.journal_id = NEW.journal_id AND e.fiscal_year_id = NEW.fiscal_year_id AND e.number"
)
_CONTENT_CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _KEPT)

_ACTING = "CAST(bo_actor('person') AS bigint)"

_POSTING_CHECKS = (
    ("ledger.changed_at_posting", _CONTENT_CHANGED),
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
    ("ledger.own_name", f"NEW.posted_by_id IS DISTINCT FROM {_ACTING}"),
)

# PostgreSQL asks once for all entries of a statement, SQLite entry by entry in the order of their numbers.
_SEEING = "REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows"
_POSTED_ROWS = f"before_rows OLD JOIN after_rows NEW ON NEW.id = OLD.id AND {_POSTING}"

# Ordered by account, so that two who post at once wait for each other and do not lock each other out.
_BALANCE = """
INSERT INTO accounting_accountbalance (account_id, period_id, opening, debit, credit)
SELECT l.account_id, e.period_id, j.kind = 'opening', sum(l.debit), sum(l.credit)
FROM {posted} JOIN accounting_journal j ON j.id = e.journal_id JOIN accounting_line l ON l.entry_id = e.id
WHERE true GROUP BY l.account_id, e.period_id, j.kind ORDER BY l.account_id, e.period_id
ON CONFLICT (account_id, period_id, opening) DO UPDATE
SET debit = accounting_accountbalance.debit + excluded.debit, credit = accounting_accountbalance.credit + excluded.credit;
"""


def _posted(row):
    return f"(SELECT state FROM accounting_entry WHERE id = {row}.entry_id) = 'posted'"


def _used(column, row="OLD"):
    return f"EXISTS (SELECT 1 FROM accounting_line WHERE {column} = {row}.id)"


def _differs(*columns):
    return "(" + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns) + ")"


def _ask_at_posting():
    asked = " ".join(f"WHEN {condition} THEN '{code}'" for code, condition in _POSTING_CHECKS)
    return replace(
        guards.refuse_each("entry_posting", "accounting_entry", "UPDATE", _POSTING, _POSTING_CHECKS),
        timing="AFTER UPDATE",
        level="STATEMENT",
        seeing=_SEEING,
        postgresql=f"""#variable_conflict use_column
DECLARE refused text;
BEGIN
  SELECT code INTO refused FROM (SELECT NEW.number, CASE {asked} END AS code FROM {_POSTED_ROWS}) AS asked
  WHERE code IS NOT NULL ORDER BY number LIMIT 1;
  IF refused IS NOT NULL THEN RAISE EXCEPTION 'guard:%', refused USING ERRCODE = 'check_violation'; END IF;
  RETURN NULL;
END""",
    )


def _keep_balances():
    name = "ledger_balances"
    posted = f"(SELECT NEW.id, NEW.period_id, NEW.journal_id FROM {_POSTED_ROWS}) AS e"
    lite = _BALANCE.format(posted="accounting_entry e").replace("true", "e.id = NEW.id")
    return Guard(
        name,
        "accounting_entry",
        "AFTER UPDATE",
        f"#variable_conflict use_column\nBEGIN {_BALANCE.format(posted=posted)} RETURN NULL; END",
        f'CREATE TRIGGER "guard_{name}" AFTER UPDATE ON "accounting_entry" FOR EACH ROW WHEN {_POSTING} BEGIN {lite} END',
        level="STATEMENT",
        seeing=_SEEING,
    )


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


def _balances_by_posting_only():
    """PostgreSQL knows whether a trigger writes. On SQLite a wrong balance is found by `verify_books`."""
    for operation in ("INSERT", "UPDATE", "DELETE"):
        yield Guard(
            f"balance_derived_{operation.lower()}",
            "accounting_accountbalance",
            f"BEFORE {operation}",
            "IF pg_trigger_depth() < 2 THEN RAISE EXCEPTION 'guard:ledger.balance' USING ERRCODE = 'check_violation';"
            f" END IF; RETURN {'OLD' if operation == 'DELETE' else 'NEW'};",
            None,
        )


def register():
    refuse = guards.refuse
    entry, line = "accounting_entry", "accounting_line"
    guards.register(
        _ask_at_posting(),
        *refuse(
            "entry_number",
            entry,
            "UPDATE",
            "ledger.number",
            f"{_POSTING} AND EXISTS (SELECT 1 {_IN_CHAIN} = NEW.number)",
        ),
        _keep_balances(),
        *refuse("entry_posted", entry, "UPDATE", "ledger.posted", "OLD.state = 'posted'"),
        *refuse("entry_gone", entry, "DELETE", "ledger.posted", "OLD.state = 'posted'"),
        *refuse("entry_draft_first", entry, "INSERT", "ledger.draft_first", "NEW.state <> 'draft' OR NEW.hash <> ''"),
        *refuse("entry_own_name", entry, "INSERT", "ledger.own_name", f"NEW.captured_by_id IS DISTINCT FROM {_ACTING}"),
        *refuse(
            "entry_capturer",
            entry,
            "UPDATE",
            "ledger.capturer",
            _differs("id", "company_id", "captured_by_id", "captured_at", "reverses_id", "batch_id"),
        ),
        guards.refuse_replace(entry, "ledger.posted"),
        *guards.refuse_truncate(entry, "ledger.posted"),
        _waits_for_posting("line", line),
        _waits_for_posting("document", "accounting_entrydocument"),
        *refuse("line_new", line, "INSERT", "ledger.posted", _posted("NEW")),
        guards.refuse_each(
            "line_edit",
            line,
            "UPDATE",
            "TRUE",
            (
                ("ledger.posted", f"{_posted('OLD')} OR {_posted('NEW')}"),
                ("ledger.line_moved", _differs("entry_id")),
            ),
        ),
        *refuse("line_gone", line, "DELETE", "ledger.posted", _posted("OLD")),
        guards.refuse_replace(line, "ledger.posted"),
        *guards.refuse_truncate(line, "ledger.posted"),
        *guards.append_only("accounting_entryeditor", "ledger.editors"),
        *refuse(
            "entry_document_late",
            "accounting_entrydocument",
            "INSERT",
            "ledger.posted",
            "EXISTS (SELECT 1 FROM accounting_entry WHERE id = NEW.entry_id AND posted_at >= NEW.attached_at)",
        ),
        *refuse("entry_document_fixed", "accounting_entrydocument", "UPDATE", "ledger.posted"),
        *refuse("entry_document_gone", "accounting_entrydocument", "DELETE", "ledger.posted", _posted("OLD")),
        *guards.refuse_truncate("accounting_entrydocument", "ledger.posted"),
        *refuse("period_locked", "accounting_period", "UPDATE", "ledger.period_locked", "OLD.state = 'locked'"),
        *refuse(
            "period_fixed",
            "accounting_period",
            "UPDATE",
            "ledger.period_fixed",
            _differs("id", "fiscal_year_id", "number", "start", '"end"'),
        ),
        *refuse("period_gone", "accounting_period", "DELETE", "ledger.period_fixed"),
        *guards.refuse_truncate("accounting_period", "ledger.period_fixed"),
        *refuse(
            "period_overlap",
            "accounting_period",
            "INSERT",
            "ledger.period_overlap",
            "EXISTS (SELECT 1 FROM accounting_period p WHERE p.fiscal_year_id = NEW.fiscal_year_id"
            ' AND p.start <= NEW."end" AND NEW.start <= p."end")',
        ),
        *refuse(
            "year_fixed",
            "accounting_fiscalyear",
            "UPDATE",
            "ledger.period_fixed",
            _differs("company_id", "start", '"end"'),
        ),
        *refuse("year_gone", "accounting_fiscalyear", "DELETE", "ledger.period_fixed"),
        *refuse(
            "year_overlap",
            "accounting_fiscalyear",
            "INSERT",
            "ledger.period_overlap",
            "EXISTS (SELECT 1 FROM accounting_fiscalyear y WHERE y.company_id = NEW.company_id"
            ' AND y.start <= NEW."end" AND NEW.start <= y."end")',
        ),
        *refuse(
            "account_used",
            "accounting_account",
            "UPDATE",
            "ledger.account_used",
            f"{_differs('number', 'company_id', 'kind', 'name')} AND {_used('account_id')}",
        ),
        *refuse("account_gone", "accounting_account", "DELETE", "ledger.account_used", _used("account_id")),
        *refuse(
            "tax_code_used",
            "accounting_taxcode",
            "UPDATE",
            "ledger.tax_code_used",
            f"{_differs('company_id', 'code', 'kind', 'rate', 'account_output', 'account_input', 'valid_from')}"
            f" AND {_used('tax_code_id')}",
        ),
        *refuse("tax_code_gone", "accounting_taxcode", "DELETE", "ledger.tax_code_used", _used("tax_code_id")),
        *refuse(
            "journal_used",
            "accounting_journal",
            "UPDATE",
            "ledger.journal_used",
            f"{_differs('company_id', 'code', 'kind')}"
            " AND EXISTS (SELECT 1 FROM accounting_entry WHERE journal_id = OLD.id)",
        ),
        *refuse(
            "journal_gone",
            "accounting_journal",
            "DELETE",
            "ledger.journal_used",
            "EXISTS (SELECT 1 FROM accounting_entry WHERE journal_id = OLD.id)",
        ),
        *refuse(
            "ledger_settings_fixed",
            "accounting_ledgersettings",
            "UPDATE",
            "ledger.settings_fixed",
            f"{_differs('company_id', 'chart', 'account_length', 'currency')}"
            " AND EXISTS (SELECT 1 FROM accounting_entry WHERE company_id = OLD.company_id)",
        ),
        *refuse("ledger_settings_stay", "accounting_ledgersettings", "DELETE", "ledger.settings_fixed"),
        *_balances_by_posting_only(),
        *guards.refuse_truncate("accounting_accountbalance", "ledger.balance"),
    )
    guards.sentences(
        ledger__posted=_("A posted entry is never changed or deleted. Please reverse it."),
        ledger__draft_first=_("Every entry begins as a draft."),
        ledger__capturer=_("Who captured an entry, and for whom, stays as it is."),
        ledger__line_moved=_("A line stays with its entry."),
        ledger__changed_at_posting=_("The entry was changed while it was being posted."),
        ledger__two_lines=_("An entry has at least two lines."),
        ledger__unbalanced=_("Debit and credit are not equal."),
        ledger__total=_("The amount of the entry is not the sum of its lines."),
        ledger__period_closed=_("The period is locked."),
        ledger__period_date=_("The posting date does not lie in the period."),
        ledger__other_company=_("Journal, year or account belong to another company."),
        ledger__account_ended=_("An account is not valid on the posting date."),
        ledger__batch_open=_("The import that this entry belongs to is not finished."),
        ledger__reversal=_("Only a posted entry is reversed."),
        ledger__number=_("The number does not follow the last one."),
        ledger__chain=_("The entry does not fit the chain of its journal."),
        ledger__own_name=_("Everybody captures and posts in the own name only."),
        ledger__editors=_("Who edited a draft is kept."),
        ledger__period_locked=_("This period is locked for ever."),
        ledger__period_fixed=_("Years and periods are not changed once they are there."),
        ledger__period_overlap=_("Years and periods must not overlap."),
        ledger__account_used=_("This account was used. Number, name and kind stay; end it and open another."),
        ledger__tax_code_used=_("This tax code was used. End it and open another."),
        ledger__journal_used=_("This journal was used. It keeps its code and kind."),
        ledger__settings_fixed=_("Chart, number length and currency stay once there are entries."),
        ledger__balance=_("Balances come from posted entries only."),
    )
