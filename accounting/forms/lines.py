"""The lines of an entry have plain names, `line-0-account`, and are read by `typed_rows`."""

import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError
from foundation.lib.money import parse_amount
from foundation.screens.forms import CommandForm
from foundation.screens.templatetags.screens import amount

from ..calc.lines import LineData
from ..queries.books import account_numbers, journals
from ..queries.proposals import taxes_on

LINE_PARTS = ("account", "debit", "credit", "tax_code", "text", "cost_centre")
LINE_NAME = re.compile(r"line-([0-9]{1,3})-account")
LONGEST = {"text": 200, "cost_centre": 20}


class LinesForm(CommandForm):
    """A form over lines. `needs_amounts` is false where a line may wait for its amount."""

    needs_amounts = True

    def __init__(self, *args, company, **options):
        super().__init__(*args, **options)
        self.fields["journal"].queryset = journals(company)
        self.company = company
        self.lines, self.problems = [], []

    def clean(self):
        cleaned = super().clean()
        self.lines, self.problems = lines_of(typed_rows(self.data), self.needs_amounts)
        day = cleaned.get("posting_date") if "posting_date" in self.fields else timezone.localdate()
        if not self.problems and day:
            self.problems = list(unknown(self.company, self.lines, day))
        for problem in self.problems:
            self.add_error(None, str(problem))
        if not self.lines and not self.problems:
            self.add_error(None, _("Please fill in at least one line."))
        return cleaned

    def facts(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "command_id"} | {
            "lines": self.lines
        }


def typed_rows(data):
    """The rows as texts, in their order; rows in which nothing stands are left out."""
    numbers = sorted(int(match[1]) for name in data if (match := LINE_NAME.fullmatch(name)))
    rows = [{part: str(data.get(f"line-{number}-{part}", "")).strip() for part in LINE_PARTS} for number in numbers]
    return [row for row in rows if any(row.values())]


def rows_of(lines):
    """Lines back as the texts that one would type."""
    return [
        {
            "account": line.account,
            "debit": amount(line.debit) if line.debit else "",
            "credit": amount(line.credit) if line.credit else "",
            "tax_code": line.tax_code,
            "text": line.text,
            "cost_centre": line.cost_centre,
        }
        for line in lines
    ]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a part of a line; lines count from 1."""

    line: int
    part: str
    sentence: str

    def __str__(self):
        return _("Line {position}: {problem}").format(position=self.line, problem=self.sentence)


def lines_of(rows, needs_amounts=True):
    """The lines that could be read, and a problem for each that could not."""
    lines, problems = [], []
    for position, row in enumerate(rows, 1):
        try:
            lines.append(_line(row, needs_amounts))
        except BusinessError as error:
            problems.append(Problem(position, error.field, str(error.message)))
    return lines, problems


def unknown(company, lines, on):
    """A problem for each account and tax code that there is not on that day."""
    accounts, taxes = account_numbers(company, {line.account for line in lines}, on), taxes_on(company, on)
    for position, line in enumerate(lines, 1):
        if line.account not in accounts:
            sentence = _("There is no account {number} on that day.").format(number=line.account)
            yield Problem(position, "account", sentence)
        if line.tax_code and line.tax_code not in taxes:
            sentence = _("Tax code “{code}” is not in force on that day.").format(code=line.tax_code)
            yield Problem(position, "tax_code", sentence)


def _line(row, needs_amounts):
    number = row["account"].split(" ")[0]
    debit, credit = _amount(row, "debit"), _amount(row, "credit")
    if not number:
        raise BusinessError("entry.account", _("The account is missing."), field="account")
    if debit < 0 or credit < 0:
        sentence = _("An amount is above zero; the other side takes it back.")
        raise BusinessError("entry.negative", sentence, field="debit" if debit < 0 else "credit")
    if bool(debit) == bool(credit) and (needs_amounts or debit):
        sentence = _("Please write the amount either under debit or under credit.")
        raise BusinessError("entry.one_side", sentence, field="credit" if credit else "debit")
    for part, longest in LONGEST.items():
        if len(row[part]) > longest:
            raise BusinessError("entry.too_long", _("The text is too long."), field=part)
    return LineData(number, debit, credit, tax_code=row["tax_code"], text=row["text"], cost_centre=row["cost_centre"])


def _amount(row, side):
    try:
        return parse_amount(row[side]) if row[side] else 0
    except BusinessError as error:
        raise BusinessError(error.code, error.message, field=side) from error
