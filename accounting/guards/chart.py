"""What entries refer to keeps its meaning: accounts, tax codes, journals and the settings of the books."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import differs
from foundation.records.guards import refuse

_ACCOUNT, _TAX_CODE, _JOURNAL = "accounting_account", "accounting_taxcode", "accounting_journal"
_SETTINGS = "accounting_ledgersettings"

_ACCOUNT_USED = "EXISTS (SELECT 1 FROM accounting_line WHERE account_id = OLD.id)"
_TAX_CODE_USED = "EXISTS (SELECT 1 FROM accounting_line WHERE tax_code_id = OLD.id)"
_JOURNAL_USED = "EXISTS (SELECT 1 FROM accounting_entry WHERE journal_id = OLD.id)"
_SETTINGS_USED = "EXISTS (SELECT 1 FROM accounting_entry WHERE company_id = OLD.company_id)"

_TAX_MEANING = ("company_id", "code", "kind", "rate", "account_output", "account_input", "valid_from")

GUARDS = (
    *refuse(
        "account_used",
        _ACCOUNT,
        "UPDATE",
        "ledger.account_used",
        f"{differs('number', 'company_id', 'kind', 'name')} AND {_ACCOUNT_USED}",
    ),
    *refuse("account_gone", _ACCOUNT, "DELETE", "ledger.account_used", _ACCOUNT_USED),
    *refuse(
        "tax_code_used", _TAX_CODE, "UPDATE", "ledger.tax_code_used", f"{differs(*_TAX_MEANING)} AND {_TAX_CODE_USED}"
    ),
    *refuse("tax_code_gone", _TAX_CODE, "DELETE", "ledger.tax_code_used", _TAX_CODE_USED),
    *refuse(
        "journal_used",
        _JOURNAL,
        "UPDATE",
        "ledger.journal_used",
        f"{differs('company_id', 'code', 'kind')} AND {_JOURNAL_USED}",
    ),
    *refuse("journal_gone", _JOURNAL, "DELETE", "ledger.journal_used", _JOURNAL_USED),
    *refuse(
        "ledger_settings_fixed",
        _SETTINGS,
        "UPDATE",
        "ledger.settings_fixed",
        f"{differs('company_id', 'chart', 'account_length', 'currency')} AND {_SETTINGS_USED}",
    ),
    *refuse("ledger_settings_stay", _SETTINGS, "DELETE", "ledger.settings_fixed"),
)

SENTENCES = {
    "ledger.account_used": _("This account was used. Number, name and kind stay; end it and open another."),
    "ledger.tax_code_used": _("This tax code was used. End it and open another."),
    "ledger.journal_used": _("This journal was used. It keeps its code and kind."),
    "ledger.settings_fixed": _("Chart, number length and currency stay once there are entries."),
}
