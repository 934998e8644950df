"""Years and periods are laid out once, and a locked period is locked for ever."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import differs
from foundation.records.guards import refuse, refuse_truncate

_PERIOD, _YEAR = "accounting_period", "accounting_fiscalyear"


def _overlaps(table, owner):
    return (
        f"EXISTS (SELECT 1 FROM {table} there WHERE there.{owner} = NEW.{owner}"
        ' AND there.start <= NEW."end" AND NEW.start <= there."end")'
    )


GUARDS = (
    *refuse("period_locked", _PERIOD, "UPDATE", "ledger.period_locked", "OLD.state = 'locked'"),
    *refuse(
        "period_fixed",
        _PERIOD,
        "UPDATE",
        "ledger.period_fixed",
        differs("id", "fiscal_year_id", "number", "start", '"end"'),
    ),
    *refuse("period_gone", _PERIOD, "DELETE", "ledger.period_fixed"),
    *refuse_truncate(_PERIOD, "ledger.period_fixed"),
    *refuse("period_overlap", _PERIOD, "INSERT", "ledger.period_overlap", _overlaps(_PERIOD, "fiscal_year_id")),
    *refuse("year_fixed", _YEAR, "UPDATE", "ledger.period_fixed", differs("company_id", "start", '"end"')),
    *refuse("year_gone", _YEAR, "DELETE", "ledger.period_fixed"),
    *refuse("year_overlap", _YEAR, "INSERT", "ledger.period_overlap", _overlaps(_YEAR, "company_id")),
)

SENTENCES = {
    "ledger.period_locked": _("This period is locked for ever."),
    "ledger.period_fixed": _("Years and periods are not changed once they are there."),
    "ledger.period_overlap": _("Years and periods must not overlap."),
}
