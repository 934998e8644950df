"""Thresholds, readings and daily reports stay as they were; a report is signed and its receipts are given once."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import OWN_PERSON, differs
from foundation.records.guards import append_only, refuse, refuse_each, refuse_replace, refuse_truncate

REPORT, RECEIPT = "risk_dailyreport", "risk_receipt"
_WORD = "CAST({}.{} AS text)"
_CONTENT = " OR ".join(
    f"{_WORD.format('NEW', name)} IS DISTINCT FROM {_WORD.format('OLD', name)}" for name in ("content", "files")
)

GUARDS = (
    *append_only("risk_threshold", "risk.threshold_stays"),
    *append_only("risk_reading", "risk.reading_stays"),
    *refuse("risk_daily_new", REPORT, "INSERT", "risk.daily_signed", "NEW.signed_by_id IS NOT NULL"),
    refuse_each(
        "risk_daily_edit",
        REPORT,
        "UPDATE",
        "TRUE",
        (
            ("risk.daily_stays", f"{differs('id', 'company_id', 'day', 'made_at')} OR {_CONTENT}"),
            ("risk.daily_signed", f"OLD.signed_by_id IS NOT NULL AND {differs('signed_by_id', 'signed_at', 'remark')}"),
            ("risk.daily_own_name", f"{differs('signed_by_id')} AND NEW.signed_by_id IS DISTINCT FROM {OWN_PERSON}"),
        ),
    ),
    *refuse("risk_daily_gone", REPORT, "DELETE", "risk.daily_stays"),
    *refuse_truncate(REPORT, "risk.daily_stays"),
    refuse_replace(REPORT, "risk.daily_stays"),
    *refuse("risk_receipt_new", RECEIPT, "INSERT", "risk.receipt", "NEW.read_at IS NOT NULL"),
    refuse_each(
        "risk_receipt_edit",
        RECEIPT,
        "UPDATE",
        "TRUE",
        (
            ("risk.receipt", f"{differs('id', 'report_id', 'person_id')} OR OLD.read_at IS NOT NULL"),
            ("risk.daily_own_name", f"NEW.person_id IS DISTINCT FROM {OWN_PERSON}"),
        ),
    ),
    *refuse("risk_receipt_gone", RECEIPT, "DELETE", "risk.receipt"),
    *refuse_truncate(RECEIPT, "risk.receipt"),
    refuse_replace(RECEIPT, "risk.receipt"),
)

SENTENCES = {
    "risk.reading_stays": _("A reading of a key figure stays as it was taken."),
    "risk.daily_stays": _("A daily report stays as it was made."),
    "risk.daily_signed": _("A daily report is signed once."),
    "risk.daily_own_name": _("Everybody signs and reads for himself."),
    "risk.receipt": _("A read receipt is given once and stays."),
}
