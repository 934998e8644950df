from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.screens.filters import ChoiceFilter, DateRangeFilter, Filters
from foundation.screens.forms import CommandForm


class SignedFilter(ChoiceFilter):
    def narrow(self, queryset, value):
        return queryset.unsigned() if value == "open" else queryset.exclude(signed_by=None)


class DailyFilters(Filters):
    state = SignedFilter(
        "state", (("open", _("to be signed")), ("signed", pgettext_lazy("report", "signed"))), label=_("State")
    )
    day = DateRangeFilter("day", label=_("Business day"))


class SignatureForm(CommandForm):
    remark = forms.CharField(
        label=_("Remark"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
