from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.screens.filters import ChoiceFilter, DateRangeFilter, Filters, SearchFilter
from foundation.screens.forms import CommandForm, DateField

from ..choices import DECISIONS, BreachState, LimitKind


class BreachFilters(Filters):
    q = SearchFilter("exposure__counterparty__search_name", "exposure__trader__last_name", "exposure__desk__name")
    state = ChoiceFilter("state", BreachState, label=_("State"))
    kind = ChoiceFilter("limit__kind", LimitKind, label=_("Kind of limit"))
    opened = DateRangeFilter("opened_at", label=_("Opened"), moments=True)


class DecisionForm(CommandForm):
    decision = forms.ChoiceField(label=_("Decision"), choices=list(DECISIONS.items()), widget=forms.RadioSelect)
    until = DateField(label=_("Tolerated until"), required=False, help_text=_("The last day of the tolerance."))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ReopeningForm(CommandForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)
