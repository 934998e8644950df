from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.contacts.models import Partner
from foundation.screens.filters import AmountRangeFilter, ChoiceFilter, DateRangeFilter, Filters, SearchFilter
from foundation.screens.forms import CommandForm, DateField, MoneyField

from ..choices import CreditState

LONGEST_TERM = 3660


class CreditFilters(Filters):
    q = SearchFilter("partner__search_name", "reason", "asked_by__last_name")
    state = ChoiceFilter("state", CreditState, label=_("State"))
    asked = DateRangeFilter("asked_at", label=_("Asked"), moments=True)
    amount = AmountRangeFilter("amount")


class CreditForm(CommandForm):
    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Customer"))
    days = forms.IntegerField(label=_("Payment term in days"), min_value=1, max_value=LONGEST_TERM)
    amount = MoneyField(label=_("Up to"), help_text=_("For each sale, in the currency of the company."))
    valid_from = DateField(label=_("Valid from"))
    valid_to = DateField(label=_("Valid until"), required=False, help_text=_("Empty: until it is changed."))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("What front and back need to decide."))

    def __init__(self, *args, company, **options):
        super().__init__(*args, **options)
        self.fields["partner"].queryset = Partner.objects.filter(company=company)
        self.fields["valid_from"].initial = timezone.localdate()

    def facts(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "command_id"}


class CreditPolicyForm(CommandForm):
    ordinary_days = forms.IntegerField(
        label=_("Ordinary payment term in days"),
        min_value=0,
        max_value=LONGEST_TERM,
        help_text=_("A sale of goods on a longer term needs a credit decision."),
    )
    relevant_from = MoneyField(
        label=_("Bears risk from"),
        help_text=_(
            "From this amount on front and back vote; below it the back office alone, but in the strict profile."
        ),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)
