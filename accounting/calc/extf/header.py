"""The first line: who sends what, for which client, year and currency."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from accounting.calc.extf import cells
from accounting.calc.extf.batch import Header

# Positions counted from 0, as the cells come out of the reader.
MARKER, VERSION, CATEGORY, FORMAT_VERSION, CREATED_AT, ORIGIN, EXPORTED_BY = 0, 1, 2, 4, 5, 7, 8
CONSULTANT, CLIENT, FISCAL_YEAR, ACCOUNT_LENGTH, DATE_FROM, DATE_TO, LABEL, INITIALS, BOOKING_TYPE = range(10, 19)
LOCKED, CURRENCY, CHART, FIELDS = 20, 21, 26, 31

BOOKING_BATCH = "21"
CATEGORIES = {
    "16": "Debitoren/Kreditoren",
    "20": "Kontenbeschriftungen",
    "46": "Zahlungsbedingungen",
    "48": "Diverse Adressen",
    "65": "Wiederkehrende Buchungen",
}
KNOWN_FORMATS = range(5, 14)
BERLIN = ZoneInfo("Europe/Berlin")  # the file writes local time


def read_header(values, findings):
    """The Header, or None where the file must be refused; the reasons are in `findings`."""
    values = [value.strip() for value in values] + [""] * FIELDS
    if not _is_booking_batch(values, findings):
        return None
    return _HeaderReader(values, findings).read()


def _is_booking_batch(values, findings):
    category = values[CATEGORY]
    if values[VERSION] not in ("510", "700"):
        findings.add("version", row=1, value=values[VERSION])
    elif category in CATEGORIES:
        findings.add("category", row=1, value=category, name=CATEGORIES[category], number=category)
    elif category != BOOKING_BATCH:
        findings.add("category_unknown", row=1, value=category)
    else:
        return True
    return False


class _HeaderReader:
    """Some programs leave out or insert a field, so that the dates and what surrounds them stand beside their place."""

    def __init__(self, values, findings):
        self.values = values
        self.findings = findings
        self.errors_before = findings.errors
        self.shift = self._find_shift()

    def read(self):
        first, last = self._date(DATE_FROM), self._date(DATE_TO)
        if first and last and last < first:
            self._note("header_dates", self._text(DATE_TO))
        header = Header(
            format_version=self._format_version(),
            fiscal_year_start=self._date(FISCAL_YEAR, "header_fiscal_year"),
            account_length=self._account_length(),
            date_from=first,
            date_to=last,
            consultant=self._number(CONSULTANT),
            client=self._number(CLIENT),
            created_at=_moment(self.values[CREATED_AT]),
            label=self._text(LABEL),
            currency=self._currency(),
            locked=not self.shift and self.values[LOCKED] == "1",
            chart=self.values[CHART] if not self.shift else "",
            origin=self.values[ORIGIN],
            exported_by=self.values[EXPORTED_BY],
            initials=self._text(INITIALS),
            booking_type=2 if self._text(BOOKING_TYPE) == "2" else 1,
            version=int(self.values[VERSION]),
            marker=self.values[MARKER],
        )
        return header if self.findings.errors == self.errors_before else None

    def _find_shift(self):
        """A date followed by a single digit is the fiscal year and the account length."""
        for shift in (0, 1, 2, -1):
            date, length = self.values[FISCAL_YEAR + shift], self.values[ACCOUNT_LENGTH + shift]
            if re.fullmatch(r"[0-9]{8}", date) and re.fullmatch(r"[0-9]", length):
                if shift:
                    self._note("header_shifted", date, shift=f"{shift:+d}")
                return shift
        return 0

    def _text(self, position):
        return self.values[position + self.shift]

    def _note(self, code, value, **facts):
        self.findings.add(code, row=1, value=value, **facts)

    def _date(self, position, code="header_date"):
        text = self._text(position)
        if not text and code == "header_date":
            return None
        try:
            return cells.year_month_day(text)
        except cells.Unreadable:
            self._note(code, text)
            return None

    def _number(self, position):
        text = self._text(position)
        if re.fullmatch(r"[0-9]{1,7}", text):
            return int(text)
        self._note("header_number", text)
        return None

    def _account_length(self):
        text = self._text(ACCOUNT_LENGTH)
        if re.fullmatch(r"[4-8]", text):
            return int(text)
        self._note("header_account_length", text)
        return None

    def _format_version(self):
        text = self.values[FORMAT_VERSION]
        number = int(text) if re.fullmatch(r"[0-9]{1,3}", text) else 0
        if number not in KNOWN_FORMATS:
            self._note("format_version", text)
        return number

    def _currency(self):
        for position in (CURRENCY, *range(CURRENCY + 1, CURRENCY + 5), CURRENCY - 1):
            text = self.values[position]
            if re.fullmatch(r"[A-Z]{3}", text):
                if position != CURRENCY:
                    self._note("header_currency_shifted", text, field=position + 1)
                return text
        self._note("header_currency", self.values[CURRENCY])
        return "EUR"


def _moment(text):
    if not re.fullmatch(r"[0-9]{14}([0-9]{3})?", text):
        return None
    try:
        moment = datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(
            microsecond=int(text[14:] or 0) * 1000, tzinfo=BERLIN
        )
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
