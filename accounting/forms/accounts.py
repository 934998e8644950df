from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.screens.filters import ChoiceFilter, DateRangeFilter, Filters, RelatedFilter, SearchFilter
from foundation.screens.forms import CommandForm

from ..choices import AccountKind
from ..models import Period
from ..models.account import hgb_positions


class AccountFilters(Filters):
    q = SearchFilter("number", "name", "name_en")
    kind = ChoiceFilter("kind", AccountKind, label=_("Kind"))


class PeriodFilter(RelatedFilter):
    """By its days, which the index of the lines knows."""

    def narrow(self, queryset, value):
        return queryset.filter(**{f"{self.path}__range": (value.start, value.end)})


class LineFilters(Filters):
    period = PeriodFilter("posting_date", Period.objects.none(), label=_("Period"))
    date = DateRangeFilter("posting_date")

    def __init__(self, *args, year, **options):
        super().__init__(*args, **options)
        self.fields["period"].queryset = Period.objects.filter(fiscal_year=year)


def _positions():
    return [("", "–"), *hgb_positions()]


class AccountForm(CommandForm):
    number = forms.RegexField(
        r"^[0-9]{4,9}$",
        label=_("Number"),
        error_messages={"invalid": _("An account number has four to nine digits.")},
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=AccountKind)
    position = forms.ChoiceField(label=_("Position of the HGB"), choices=_positions, required=False)
