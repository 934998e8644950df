"""The drafts that are to be posted, locked. Written out for the same reason as in `chain`."""

from django.db import connection

from foundation.organisation.models import Company

from ..models import Entry, FiscalYear, Journal, LedgerSettings, Period

_LOCKED = """
SELECT e.*, c.id AS ledger_id, c.four_eyes_from, j.code AS journal_code, y.start AS year_start, y."end" AS year_end,
  p.state AS period_state, p.start AS period_start
FROM accounting_entry e JOIN accounting_ledgersettings c ON c.company_id = e.company_id
JOIN accounting_journal j ON j.id = e.journal_id JOIN accounting_fiscalyear y ON y.id = e.fiscal_year_id
JOIN accounting_period p ON p.id = e.period_id
WHERE e.id IN ({marks}) ORDER BY e.journal_id, e.fiscal_year_id, e.posting_date, e.id {lock}
"""


def locked(keys):
    """Entries in the order of their chains and dates, with what posting needs of their company, journal and period."""
    lock = "FOR UPDATE OF e" if connection.features.has_select_for_update else ""
    statement = _LOCKED.format(marks=", ".join(["%s"] * len(keys)), lock=lock)
    return [_with_books(entry) for entry in Entry.objects.raw(statement, list(keys))]


def _with_books(entry):
    entry.company = _part(Company, id=entry.company_id)
    entry.company.ledger = _part(LedgerSettings, id=entry.ledger_id, four_eyes_from=entry.four_eyes_from)
    entry.journal = _part(Journal, id=entry.journal_id, code=entry.journal_code)
    entry.fiscal_year = _part(FiscalYear, id=entry.fiscal_year_id, start=entry.year_start, end=entry.year_end)
    entry.period = _part(Period, id=entry.period_id, state=entry.period_state, start=entry.period_start)
    return entry


def _part(model, **known):
    """A row of which only this is known; the rest is read should anybody ask."""
    fields = [field for field in model._meta.concrete_fields if field.attname in known]
    values = [field.to_python(known[field.attname]) for field in fields]
    return model.from_db(connection.alias, [field.attname for field in fields], values)
