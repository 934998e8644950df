"""What settlement types: the counterparty's word, how a discrepancy was cleared, where somebody is paid."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.contacts.models import PartnerBankAccount
from foundation.organisation.models import Person
from foundation.screens.filters import ChoiceFilter, DateRangeFilter, Filters, RelatedFilter, SearchFilter
from foundation.screens.forms import CommandForm, DateField, MoneyField, NumberField

from ..choices import (
    Clearing,
    ConfirmationChannel,
    ConfirmationState,
    Currency,
    Direction,
    DiscrepancyState,
    MarketOutcome,
    Product,
    SettlementState,
    Way,
)
from ..models import Deal
from .fields import CounterpartyField


class ConfirmationFilters(Filters):
    q = SearchFilter("reference", "counterparty__search_name", "deal__number")
    state = ChoiceFilter("state", ConfirmationState, label=_("Status"))
    way = ChoiceFilter("way", Way, label=_("Way"))
    received = DateRangeFilter("received_at", label=_("Time"), moments=True)


class DiscrepancyFilters(Filters):
    q = SearchFilter("deal__number", "deal__counterparty__search_name", "cause")
    state = ChoiceFilter("state", DiscrepancyState, label=_("Status"))
    owner = RelatedFilter("owner", Person.objects.none(), label=pgettext_lazy("discrepancy", "Owner"))

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.fields["owner"].queryset = people


class MarketFilters(Filters):
    q = SearchFilter("deal__number", "deal__counterparty__search_name")
    outcome = ChoiceFilter("outcome", MarketOutcome, label=_("Outcome"))
    product = ChoiceFilter("deal__product", Product, label=_("Product"))


class SettlementFilters(Filters):
    q = SearchFilter("deal__number", "deal__counterparty__search_name", "purpose")
    state = ChoiceFilter("state", SettlementState, label=_("Status"))
    value_date = DateRangeFilter("deal__value_date", label=_("Value date"))


def above_zero(cents):
    if cents <= 0:
        raise ValidationError(_("The amount is above zero. Who buys is said by the direction."))


class ConfirmationForm(CommandForm):
    """What a letter, a mail or a call says. Seen from our side: we buy what they sell."""

    counterparty = CounterpartyField(label=_("Counterparty"), help_text=_("Number, or words of the name."))
    channel = forms.ChoiceField(label=_("Channel"), choices=ConfirmationChannel)
    reference = forms.CharField(label=_("Their reference"), max_length=60, required=False)
    product = forms.ChoiceField(label=_("Product"), choices=Product)
    direction = forms.ChoiceField(label=_("From our side"), choices=Direction)
    amount = MoneyField(label=_("Amount"), validators=[above_zero])
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency)
    price = NumberField(label=_("Price"), places=8, required=False)
    counter_amount = MoneyField(label=_("Counter amount"), required=False)
    counter_currency = forms.ChoiceField(
        label=_("Counter currency"), choices=[("", "–"), *Currency.choices], required=False
    )
    value_date = DateField(label=_("Value date"))
    instruction = forms.CharField(label=_("Payment to (IBAN)"), max_length=42, required=False)
    file = forms.FileField(label=_("Document"), required=False, help_text=_("The letter as a PDF, if there is one."))

    def __init__(self, *args, company, **options):
        super().__init__(*args, **options)
        self.fields["counterparty"].company = company

    def clean_instruction(self):
        return "".join(self.cleaned_data["instruction"].split()).upper()

    def facts(self):
        left_out = ("command_id", "file")
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


class PlatformForm(forms.Form):
    """A row of what a platform sends; the counterparty comes by its number, the deal by ours where they know it."""

    reference = forms.CharField(label=_("Reference"), max_length=60)
    deal = forms.CharField(
        label=_("Deal"), max_length=16, required=False, help_text=_("Our number, like G-2026-000017, if they know it.")
    )
    counterparty = forms.CharField(label=_("Counterparty number"), max_length=20)
    product = forms.ChoiceField(label=_("Product"), choices=Product)
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction)
    amount = MoneyField(label=_("Amount"), validators=[above_zero])
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency)
    price = NumberField(label=_("Price"), places=8, required=False)
    counter_amount = MoneyField(label=_("Counter amount"), required=False)
    counter_currency = forms.ChoiceField(
        label=_("Counter currency"), choices=[("", ""), *Currency.choices], required=False
    )
    value_date = DateField(label=_("Value date"))
    instruction = forms.CharField(label=_("Payment to (IBAN)"), max_length=42, required=False)


class AssignForm(CommandForm):
    deal = forms.ModelChoiceField(
        Deal.objects.none(),
        label=_("Deal"),
        to_field_name="number",
        widget=forms.TextInput({"autocomplete": "off", "placeholder": "G-2026-000001"}),
    )

    def __init__(self, *args, deals, **options):
        super().__init__(*args, **options)
        self.fields["deal"].queryset = deals


class ClearingForm(CommandForm):
    clearing = forms.ChoiceField(label=_("Outcome"), choices=Clearing, widget=forms.RadioSelect)
    cause = forms.CharField(label=_("Cause"), max_length=300)


class OwnerForm(CommandForm):
    owner = forms.ModelChoiceField(Person.objects.none(), label=pgettext_lazy("discrepancy", "Owner"))

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.fields["owner"].queryset = people


class ReasonForm(CommandForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class JudgementForm(CommandForm):
    judgement = forms.ChoiceField(
        label=_("Judgement"),
        choices=[("explained", _("The price is explained")), ("rejected", _("The price is rejected"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))


class InstructionForm(CommandForm):
    """Where the counterparty is paid: chosen among what master data keeps, never typed in."""

    bank_account = forms.ModelChoiceField(PartnerBankAccount.objects.none(), label=_("Payment to"), empty_label=None)
    purpose = forms.CharField(label=_("Purpose"), max_length=140)

    def __init__(self, *args, accounts, pays, **options):
        super().__init__(*args, **options)
        field = self.fields["bank_account"]
        field.queryset = accounts
        field.label_from_instance = lambda account: f"{account.iban_in_groups} – {account.holder}"
        if not pays:
            del self.fields["bank_account"]


class ReleaseForm(CommandForm):
    """Carries what the releaser looked at."""

    bank_account = forms.IntegerField(widget=forms.HiddenInput, required=False)
    purpose = forms.CharField(widget=forms.HiddenInput, max_length=140, strip=False)


class TermsForm(CommandForm):
    product = forms.ChoiceField(label=_("Product"), choices=Product)
    valid_from = DateField(label=_("Valid from"))
    journal = forms.CharField(label=_("Journal"), max_length=10)
    four_eyes_from = MoneyField(label=_("Four eyes from"))
    buy_debit = forms.CharField(label=_("Buying: debit"), max_length=9)
    buy_credit = forms.CharField(label=_("Buying: credit"), max_length=9)
    sell_debit = forms.CharField(label=_("Selling: debit"), max_length=9)
    sell_credit = forms.CharField(label=_("Selling: credit"), max_length=9)
    tolerance = NumberField(
        label=_("Tolerance to the market"),
        places=4,
        digits=8,
        help_text=_("In percent of the reference price; for rates a year in percentage points."),
    )

    def facts(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "command_id"}
