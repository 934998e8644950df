"""One line of a Buchungsstapel becomes one Row, or findings that say why not."""

import re

from accounting.calc.extf import cells, columns
from accounting.calc.extf.batch import CREDIT, DEBIT, Row

DOCUMENT_NUMBER_LENGTH, DOCUMENT_NUMBER2_LENGTH, TEXT_LENGTH = 36, 12, 60
_DOCUMENT_NUMBER = re.compile(r"[A-Za-z0-9_$&%*+\-/]*")
_PLAIN_AMOUNT = re.compile(r"[0-9]+,[0-9]{2}")


class RowReader:
    """Reads the rows of one file; `header` and `layout` stay the same for all of them."""

    def __init__(self, header, layout, findings):
        self.header = header
        self.layout = layout
        self.findings = findings
        self._position = layout.position.get

    def read(self, line, values):
        """The Row, or None when at least one cell is wrong; every wrong cell is noted, not only the first."""
        self.line, self.values = line, values
        errors = self.findings.errors
        amount = self._amount(columns.AMOUNT, required=True)
        currency, base_amount = self._currencies(amount)
        account, contra_account = self._account(columns.ACCOUNT), self._account(columns.CONTRA_ACCOUNT)
        if account and account == contra_account:
            self._note("same_account", columns.CONTRA_ACCOUNT)
        row = Row(
            line=line,
            amount=amount,
            side=self._side(),
            account=account,
            contra_account=contra_account,
            document_date=self._document_date(),
            currency=currency,
            rate=self._cell(columns.RATE, cells.rate) if currency != self.header.currency else None,
            base_amount=base_amount,
            bu_key=self._cell(columns.BU_KEY, cells.bu_key) or "",
            document_number=self._number(columns.DOCUMENT_NUMBER, DOCUMENT_NUMBER_LENGTH),
            document_number2=self._number(columns.DOCUMENT_NUMBER2, DOCUMENT_NUMBER2_LENGTH),
            discount=self._amount(columns.DISCOUNT),
            text=self._booking_text(),
            cost_centre1=self._text(columns.COST_CENTRE1),
            cost_centre2=self._text(columns.COST_CENTRE2),
            service_date=self._cell(columns.SERVICE_DATE, cells.day_month_year),
            due_date=self._cell(columns.DUE_DATE, cells.day_month_year),
            reversal=self._cell(columns.REVERSAL, cells.reversal) or False,
            eu_country_vat=self._text(columns.EU_COUNTRY_VAT),
            tax_rate=self._cell(columns.TAX_RATE, cells.percent),
            document_links=self._cell(columns.DOCUMENT_LINK, cells.document_links) or (),
            raw={heading: value for heading, value in zip(self.layout.headings, values, strict=False) if value},
        )
        return row if self.findings.errors == errors else None

    def _text(self, column):
        position = self._position(column)
        return self.values[position] if position is not None and position < len(self.values) else ""

    def _note(self, code, column, **facts):
        heading = self.layout.heading(column)
        self.findings.add(code, row=self.line, column=heading, value=self._text(column), **facts)

    def _cell(self, column, parse, *facts, required=False):
        text = self._text(column)
        if not text:
            if required:
                self._note("missing", column)
            return None
        try:
            return parse(text, *facts)
        except cells.Unreadable as problem:
            self._note(problem.code, column, **problem.facts)
            return None

    def _amount(self, column, required=False):
        """An empty discount is often written as 0,00; an empty amount never is."""
        text = self._text(column)
        if not required and text in ("0", "0,00"):
            return None
        cents = self._cell(column, cells.amount, required=required)
        if cents and not _PLAIN_AMOUNT.fullmatch(text):
            self._note("amount_notation", column, amount=cells.amount_text(cents))
        return cents

    def _account(self, column):
        return self._cell(column, cells.account, self.header.account_length, required=True)

    def _side(self):
        side = self._text(columns.SIDE)
        if side in (DEBIT, CREDIT):
            return side
        self._note("side" if side else "missing", columns.SIDE)
        return None

    def _document_date(self):
        day = self._cell(columns.DOCUMENT_DATE, cells.day_month, self.header.fiscal_year_start, required=True)
        first, last = self.header.date_from, self.header.date_to
        if day and ((first and day < first) or (last and day > last)):
            span = {"first": f"{first:%d.%m.%Y}" if first else "…", "last": f"{last:%d.%m.%Y}" if last else "…"}
            self._note("date_outside", columns.DOCUMENT_DATE, **span)
        return day

    def _currencies(self, amount):
        """The currency of the amount, and the amount in the currency of the books where that is another one."""
        books = self.header.currency
        currency = self._cell(columns.CURRENCY, cells.currency) or books
        base_amount = self._amount(columns.BASE_AMOUNT)
        base_currency = self._cell(columns.BASE_CURRENCY, cells.currency) if base_amount else None
        if base_currency and base_currency != books:
            self._note("base_currency", columns.BASE_CURRENCY, currency=books)
        if currency != books:
            if base_amount is None:
                self._note("currency_foreign", columns.CURRENCY, currency=books)
            return currency, base_amount
        if base_amount and amount and base_amount != amount:
            self._note("base_differs", columns.BASE_AMOUNT, currency=books)
        return currency, None

    def _number(self, column, limit):
        number = self._text(column)
        if len(number) > limit:
            self._note("number_long", column, limit=limit)
        if not _DOCUMENT_NUMBER.fullmatch(number):
            self._note("number_characters", column, allowed="_ $ & % * + - /")
        return number

    def _booking_text(self):
        text = self._text(columns.TEXT)
        if len(text) > TEXT_LENGTH:
            self._note("text_long", columns.TEXT, limit=TEXT_LENGTH)
        return text
