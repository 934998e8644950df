"""What can be wrong with a file, one sentence each."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

ERROR, WARNING = "error", "warning"
LIMIT = 1_000
_VALUE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Finding:
    """`row` is the line number that an editor shows, `column` the heading as the file writes it."""

    row: int | None
    column: str | None
    value: str
    code: str
    reason: Any
    severity: str

    def __str__(self):
        if self.row is None:
            return str(self.reason)
        if self.column is None:
            return str(format_lazy(_("Line {row}: {reason}"), row=self.row, reason=self.reason))
        where = _("Line {row}, column {column}, value “{value}”: {reason}")
        return str(format_lazy(where, row=self.row, column=self.column, value=self.value, reason=self.reason))


REASONS = {
    # the file
    "empty": (ERROR, _("The file is empty.")),
    "other_file": (ERROR, _("This is a {kind} file, not a booking batch in EXTF format.")),
    "binary": (ERROR, _("The file holds binary data, not text.")),
    "encoding": (ERROR, _("The characters are neither Windows-1252 nor UTF-8; please export the file again.")),
    "utf8": (WARNING, _("The file is in UTF-8 where the format asks for Windows-1252; it was read as UTF-8.")),
    "garbled": (WARNING, _("Umlauts look garbled, as if text had been converted twice; please check the texts.")),
    "not_extf": (ERROR, _("The file does not begin with EXTF or DTVF, so it is not a DATEV file.")),
    "separator": (ERROR, _("The cells must be separated by semicolons.")),
    "broken_quotes": (
        ERROR,
        _("The line cannot be split into cells: a quotation mark is missing or stands in the middle of a value."),
    ),
    "stray_quote": (WARNING, _("A quotation mark opens or closes a value only on one side; it was left out.")),
    "no_rows": (ERROR, _("The file holds no bookings.")),
    "more": (ERROR, _("{count} more findings are not listed.")),
    # the header
    "category": (
        ERROR,
        _("The file holds {name} (category {number}); only booking batches (category 21) can be read."),
    ),
    "category_unknown": (ERROR, _("The category is missing or unknown; booking batches are category 21.")),
    "version": (ERROR, _("The version of the header must be 510 or 700.")),
    "format_version": (WARNING, _("This format version is unknown; the columns were found by their headings.")),
    "header_shifted": (
        WARNING,
        _("The header fields are shifted by {shift}; consultant, client and dates were read from there."),
    ),
    "header_currency_shifted": (
        WARNING,
        _("The currency stands in header field {field} instead of 22; it was read from there."),
    ),
    "header_currency": (WARNING, _("The header names no currency; euro is assumed.")),
    "header_fiscal_year": (
        ERROR,
        _("The header names no valid start of the fiscal year, so the dates have no year."),
    ),
    "header_account_length": (ERROR, _("The header must give an account length between 4 and 8.")),
    "header_date": (WARNING, _("The date in the header is not valid and was left out.")),
    "header_dates": (ERROR, _("The batch ends before it begins.")),
    "header_number": (WARNING, _("The number in the header is missing or not valid and was left out.")),
    # the headings
    "no_headings": (WARNING, _("The line with the headings is missing; the columns were taken in standard order.")),
    "heading_missing": (ERROR, _("The column is missing.")),
    "heading_unknown": (WARNING, _("The column is unknown and was not read.")),
    "heading_doubled": (ERROR, _("The column occurs twice.")),
    # a row
    "too_many_cells": (ERROR, _("The line has {cells} cells for {headings} headings.")),
    "cut_off": (ERROR, _("The last line is cut off: it has {cells} cells for {headings} headings.")),
    "too_few_cells": (
        WARNING,
        _("The line has {cells} cells for {headings} headings; the others were taken as empty."),
    ),
    "line_break": (WARNING, _("A value holds a line break, which was read as a space.")),
    "missing": (ERROR, _("The value is missing.")),
    "amount": (ERROR, _("This is not an amount; the format writes 1234,56.")),
    "amount_notation": (WARNING, _("The format writes amounts as 1234,56; it was read as {amount}.")),
    "amount_zero": (ERROR, _("The amount must not be zero.")),
    "amount_negative": (ERROR, _("The amount must not be negative; the side is told by S or H.")),
    "amount_large": (ERROR, _("The amount must have at most ten digits before the comma.")),
    "side": (ERROR, _("The side must be S (debit) or H (credit).")),
    "account": (ERROR, _("An account number consists of digits only.")),
    "account_zero": (ERROR, _("Account 0 does not exist.")),
    "account_long": (ERROR, _("The account number is longer than the {length} digits that the header allows.")),
    "same_account": (ERROR, _("Account and contra account are the same.")),
    "bu_key": (ERROR, _("A BU key consists of at most four digits.")),
    "date": (ERROR, _("This is not a date; the format writes day and month as DDMM.")),
    "date_long": (ERROR, _("This is not a date; the format writes day, month and year as DDMMYYYY.")),
    "date_outside": (ERROR, _("The date lies outside the batch, which runs from {first} to {last}.")),
    "currency": (ERROR, _("A currency is written as three capital letters.")),
    "currency_foreign": (
        ERROR,
        _("The currency is not that of the books ({currency}), and the amount in that currency is missing."),
    ),
    "base_currency": (ERROR, _("The base currency is not that of the books ({currency}).")),
    "base_differs": (ERROR, _("Amount and base amount differ although both are in {currency}.")),
    "rate": (ERROR, _("The rate must be a number above zero with a decimal comma.")),
    "percent": (ERROR, _("The tax rate must be a percentage between 0 and 99 with a decimal comma.")),
    "reversal": (ERROR, _("The reversal flag must be 0, 1 or G.")),
    "number_long": (ERROR, _("The document number is longer than {limit} characters.")),
    "number_characters": (
        WARNING,
        _(
            "The document number holds characters that DATEV refuses (allowed are letters without "
            "umlauts, digits and {allowed})."
        ),
    ),
    "text_long": (WARNING, _("The text is longer than {limit} characters.")),
}


class Findings:
    """Collects what was found; past the limit it only counts, so that a broken file of 100,000 rows stays readable."""

    def __init__(self):
        self._kept = []
        self._dropped = 0
        self._dropped_severity = WARNING
        self.errors = 0

    def add(self, code, *, row=None, column=None, value="", **facts):
        severity, reason = REASONS[code]
        if severity == ERROR:
            self.errors += 1
        if len(self._kept) >= LIMIT:
            self._dropped += 1
            self._dropped_severity = ERROR if severity == ERROR else self._dropped_severity
            return
        reason = format_lazy(reason, **facts) if facts else reason
        self._kept.append(Finding(row, column, value[:_VALUE_LENGTH], code, reason, severity))

    def take(self):
        """What was found since it was last asked for."""
        found = self.as_tuple()
        self._kept, self._dropped, self._dropped_severity = [], 0, WARNING
        return found

    def as_tuple(self):
        if not self._dropped:
            return tuple(self._kept)
        reason = format_lazy(REASONS["more"][1], count=self._dropped)
        return (*self._kept, Finding(None, None, str(self._dropped), "more", reason, self._dropped_severity))
