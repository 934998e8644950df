from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.screens.filters import ChoiceFilter, DateRangeFilter, Filters, SearchFilter
from foundation.screens.forms import CommandForm, DateField, NumberField

from ..choices import PriceKind, PriceSource, PriceState


class PriceFilters(Filters):
    q = SearchFilter("code")
    kind = ChoiceFilter("kind", PriceKind, label=_("Kind"))
    day = DateRangeFilter("day", label=_("Day"))
    source = ChoiceFilter("source", PriceSource, label=_("Source"))
    state = ChoiceFilter("state", PriceState, label=_("State"))


class PriceForm(CommandForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=PriceKind)
    code = forms.CharField(
        label=_("Code"), max_length=60, help_text=_("EUR/USD, EUR/3M, or the name of the good as in the deals.")
    )
    day = DateField(label=_("Day"))
    price = NumberField(label=_("Price"), places=8)
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Where the price was read."))
    confirmed = forms.BooleanField(
        label=_("The price is right although it is 5 % or more away from the last one."), required=False
    )


class RatesForm(CommandForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Euro reference rates of the European Central Bank, CSV or XML, of one day or of all, also as a ZIP file. What is older than two years is left out."),
    )  # fmt: skip
