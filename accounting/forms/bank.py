"""What is typed at the bank: parts of a line, accounts for several lines, files of statements."""

import re
from collections import namedtuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError
from foundation.lib.money import parse_amount
from foundation.screens.filters import AmountRangeFilter, ChoiceFilter, DateRangeFilter, Filters, SearchFilter
from foundation.screens.forms import CommandForm, DateField, FilesField, FilesInput

from ..actions.bank import Part
from ..choices import BankLineState
from ..models import Account, BankImportRow
from ..queries.books import account_numbers
from ..queries.proposals import taxes_on

PARTS = 4
PART_NAME = re.compile(r"part-([0-9]{1,2})-account")
Problem = namedtuple("Problem", "place field sentence")


class OpenLineFilters(Filters):
    q = SearchFilter("name", "purpose", "iban")
    date = DateRangeFilter("booking_date")
    amount = AmountRangeFilter("amount")


class LineFilters(OpenLineFilters):
    state = ChoiceFilter("state", BankLineState, label=_("Status"))


class StatementRowFilters(Filters):
    finding = ChoiceFilter("finding", BankImportRow.Finding, label=_("Finding"))


class BankAccountForm(CommandForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    iban = forms.CharField(label=_("IBAN"), max_length=42)
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    account = forms.CharField(label=_("Ledger account"), max_length=9, help_text=_("Its number in the chart."))

    def __init__(self, *args, company, **options):
        super().__init__(*args, **options)
        self.company = company

    def clean_account(self):
        found = Account.objects.filter(company=self.company, number=self.cleaned_data["account"].strip()).first()
        if found is None:
            raise ValidationError(_("There is no such account."))
        return found


class StatementsForm(CommandForm):
    file = FilesField(
        label=_("Files"),
        help_text=_("Statements in the format camt.053, one or several, also as a ZIP file."),
        widget=FilesInput({"multiple": True, "accept": ".xml,.zip,.camt,.053"}),
    )


class ReasonForm(CommandForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class PartsForm(CommandForm):
    """One bank line, booked on one account or split over several."""

    posting_date = DateField(label=_("Posting date"))
    document_number = forms.CharField(label=_("Document no."), max_length=40, required=False)
    text = forms.CharField(label=_("Text"), max_length=200)

    def __init__(self, *args, company, **options):
        super().__init__(*args, **options)
        self.company, self.parts, self.problems = company, [], []

    def clean(self):
        cleaned = super().clean()
        rows = typed_parts(self.data)
        for place, row in enumerate(rows):
            try:
                self.parts.append(Part(_number(row["account"]), _amount(row["amount"]), row["tax"], row["text"][:200]))
            except BusinessError as error:
                self.problems.append(Problem(place, error.field, str(error.message)))
        if (day := cleaned.get("posting_date")) and not self.problems:
            self.problems = list(_unknown(self.company, enumerate(self.parts), day))
        for problem in self.problems:
            self.add_error(None, f"{problem.place + 1}. {problem.sentence}")
        if not self.parts and not self.problems:
            self.add_error(None, _("Please write at least one account."))
        return cleaned

    def facts(self):
        names = ("posting_date", "document_number", "text")
        return {name: self.cleaned_data[name] for name in names} | {"parts": self.parts}


class LinesForm(CommandForm):
    """Several bank lines, each on one account; a line without an account stays open."""

    def __init__(self, *args, company, lines, **options):
        super().__init__(*args, **options)
        self.company, self.lines, self.bookings, self.problems = company, lines, [], {}

    def typed(self, line):
        return {name: self.data.get(f"{name}-{line.pk}", "").strip()[:120] for name in ("account", "tax", "document")}

    def clean(self):
        for line in self.lines:
            typed = self.typed(line)
            if not typed["account"]:
                continue
            part = Part(_number(typed["account"]), abs(line.amount), typed["tax"])
            for problem in _unknown(self.company, [(0, part)], line.booking_date):
                self.problems[line.pk] = problem.sentence
            self.bookings.append((line, {"parts": [part], "document_number": typed["document"][:40]}))
        if self.problems:
            self.add_error(None, _("Some lines cannot be booked like this; see the reasons below."))
        elif not self.bookings:
            self.add_error(None, _("No bank line was chosen."))
        return super().clean()


def typed_parts(data):
    """The rows as texts, in their order; rows in which nothing stands are left out."""
    numbers = sorted(int(match[1]) for name in data if (match := PART_NAME.fullmatch(name)))
    names = ("account", "amount", "tax", "text")
    rows = [{name: str(data.get(f"part-{number}-{name}", "")).strip() for name in names} for number in numbers]
    return [row for row in rows if any(row.values())]


def _number(text):
    number = text.split(" ")[0]
    if not number:
        raise BusinessError("bank.account", _("The account is missing."), field="account")
    return number


def _amount(text):
    try:
        amount = parse_amount(text)
    except BusinessError as error:
        raise BusinessError(error.code, error.message, field="amount") from error
    if not amount:
        raise BusinessError("bank.nothing", _("The amount is missing."), field="amount")
    return amount


def _unknown(company, parts, day):
    """A problem for each account and tax code that there is not on that day."""
    parts = list(parts)
    accounts, taxes = account_numbers(company, {part.account for _place, part in parts}, day), taxes_on(company, day)
    for place, part in parts:
        if part.account not in accounts:
            sentence = _("There is no account {number} on that day.").format(number=part.account)
            yield Problem(place, "account", sentence)
        elif part.tax_code and part.tax_code not in taxes:
            sentence = _("Tax code “{code}” is not in force on that day.").format(code=part.tax_code)
            yield Problem(place, "tax", sentence)
