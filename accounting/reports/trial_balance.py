"""Summen- und Saldenliste."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.lib.errors import BusinessError
from foundation.reports.catalogue import Report, ReportData, Row
from foundation.reports.parameters import ReportForm

from ..choices import HEADS, AccountKind
from ..models import FiscalYear
from ..queries.balances import totals, trial_balance
from ..queries.books import books_of, current_year, period_on, years
from .spans import WHOLE_MONTHS, span_of


class TrialBalanceForm(ReportForm):
    fiscal_year = forms.ModelChoiceField(FiscalYear.objects.none(), label=gettext_lazy("Fiscal year"), empty_label=None)
    first = forms.IntegerField(label=gettext_lazy("From period"), min_value=1, max_value=12, initial=1)
    last = forms.IntegerField(label=gettext_lazy("To period"), min_value=1, max_value=12, initial=12)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        company = books_of(self.person)
        self.fields["fiscal_year"].queryset = years(company).visible_to(self.person)
        self.fields["fiscal_year"].initial = current_year(company)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("first", 1) > cleaned.get("last", 12):
            self.add_error("last", _("The last period lies before the first."))
        return cleaned


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
            rows=[*_groups(balances), _sum(_("All accounts"), balances)],
        )


def _groups(balances):
    """Accounts by kind, each kind with its sum, in the order of the balance sheet and the income statement."""
    order = list(AccountKind)
    by_kind = sorted(balances, key=lambda row: order.index(row.kind))  # keeps the order of the numbers
    for kind, members in groupby(by_kind, key=lambda row: row.kind):
        members = list(members)
        yield Row([None, HEADS[kind], *[None] * 4], "head")
        yield from ([row.number, row.name, row.opening, row.debit, row.credit, row.balance] for row in members)
        yield _sum(_("Sum"), members)


def _sum(label, rows):
    sums = totals(rows)
    return Row([None, label, sums.opening, sums.debit, sums.credit, sums.balance], "sum")
