"""Summen- und Saldenliste."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.lib.errors import BusinessError
from foundation.reports.catalogue import Report, ReportData, Row
from foundation.reports.parameters import ReportForm
from foundation.screens.templatetags.screens import percentage

from ..calc.comparison import compare, together
from ..choices import HEADS, AccountKind
from ..models import FiscalYear
from ..queries.balances import TrialRow, totals, trial_balance
from ..queries.books import books_of, current_year, period_on, period_to_compare, periods_to_compare, years
from .spans import WHOLE_MONTHS, span_of


class TrialBalanceForm(ReportForm):
    fiscal_year = forms.ModelChoiceField(FiscalYear.objects.none(), label=gettext_lazy("Fiscal year"), empty_label=None)
    first = forms.IntegerField(label=gettext_lazy("From period"), min_value=1, max_value=12, initial=1)
    last = forms.IntegerField(label=gettext_lazy("To period"), min_value=1, max_value=12, initial=12)

    compare = forms.ChoiceField(label=gettext_lazy("Compare with"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        company = books_of(self.person)
        self.fields["fiscal_year"].queryset = years(company).visible_to(self.person)
        self.fields["fiscal_year"].initial = current_year(company)
        self.fields["compare"].choices = periods_to_compare(company)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("first", 1) > cleaned.get("last", 12):
            self.add_error("last", _("The last period lies before the first."))
        elif cleaned.get("compare") and not self.errors and self.compared() is None:
            self.add_error("compare", _("The books do not reach back that far."))
        return cleaned

    def compared(self):
        values = self.cleaned_data
        return period_to_compare(values["compare"], values["fiscal_year"], values["first"], values["last"])


class TrialBalanceReport(Report):
    code = "accounting.trial_balance"
    name = gettext_lazy("Trial balance")
    description = gettext_lazy("Opening balance, movements and balance of every account in use, by kind.")
    permission = "accounting.report:view"
    form = TrialBalanceForm
    spans = WHOLE_MONTHS

    def params_of(self, person, span, on):
        first, last = span_of(person, span, on)
        periods = [period_on(books_of(person), day) for day in (first, last)]
        if None in periods or periods[0].fiscal_year != periods[1].fiscal_year:
            raise BusinessError("report.no_year", _("The books have no fiscal year for those days."))
        year = periods[0].fiscal_year
        return {"fiscal_year": year.pk, "first": periods[0].number, "last": periods[1].number}

    def build(self, person, params, progress):
        year, first, last = params["fiscal_year"], params["first"], params["last"]
        balances = trial_balance(year, first, last)
        if params["compare"]:
            return self._comparison(year, last, balances, period_to_compare(params["compare"], year, first, last))
        return ReportData(
            title=str(self.name),
            company=str(year.company),
            parameters=[
                (_("Fiscal year"), str(year)),
                (_("Periods"), _("{first} to {last}").format(first=first, last=last)),
                (_("Amounts"), _("in euros; credit balances carry a minus")),
            ],
            columns=[
                (_("Account"), "text"),
                (_("Name"), "text"),
                (_("Opening"), "amount"),
                (_("Debit"), "amount"),
                (_("Credit"), "amount"),
                (_("Balance"), "amount"),
            ],
            rows=[
                *_groups(balances, _moved, _moved_together),
                _moved(_moved_together(_("All accounts"), balances), "sum"),
            ],
        )

    def _comparison(self, year, last, balances, period):
        rows = compare(balances, trial_balance(period.fiscal_year, 1, period.number))
        return ReportData(
            title=_("{report}, compared").format(report=self.name),
            company=str(year.company),
            parameters=[
                (_("Balances"), _("end of period {number} of {year}").format(number=last, year=year)),
                (
                    _("Before"),
                    _("end of period {number} of {year}").format(number=period.number, year=period.fiscal_year),
                ),
                (_("Amounts"), _("in euros; credit balances carry a minus")),
            ],
            columns=[
                (_("Account"), "text"),
                (_("Name"), "text"),
                (_("Balance"), "amount"),
                (_("Before"), "amount"),
                (_("Difference"), "amount"),
                (_("in %"), "amount"),
            ],
            rows=[*_groups(rows, _compared, together), _compared(together(_("All accounts"), rows), "sum")],
        )


def _groups(rows, line, add_up):
    """Accounts by kind, each kind with its sum, in the order of the balance sheet and the income statement."""
    order = list(AccountKind)
    by_kind = sorted(rows, key=lambda row: order.index(row.kind))  # keeps the order of the numbers
    for kind, members in groupby(by_kind, key=lambda row: row.kind):
        members = list(members)
        yield Row([None, HEADS[kind], *[None] * 4], "head")
        yield from map(line, members)
        yield line(add_up(_("Sum"), members), "sum")


def _moved(row, css=""):
    return Row([row.number, row.name, row.opening, row.debit, row.credit, row.balance], css)


def _compared(row, css=""):
    percent = None if row.percent is None else percentage(row.percent)
    return Row([row.number or None, row.name, row.now, row.before, row.difference, percent], css)


def _moved_together(label, rows):
    sums = totals(rows)
    return TrialRow(None, label, "", sums.opening, sums.debit, sums.credit, sums.carried_debit, sums.carried_credit)
