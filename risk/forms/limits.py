from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.models import RoleGrant
from foundation.contacts.models import Partner
from foundation.organisation.choices import Side
from foundation.organisation.models import Person, Unit
from foundation.screens.filters import AmountRangeFilter, ChoiceFilter, Filters, SearchFilter
from foundation.screens.forms import CommandForm, CountryField, DateField, MoneyField

from ..choices import LimitKind, LimitState, Product

STANDING = (("in_force", _("in force")), ("coming", _("to come")), (LimitState.ASKED, _("waits for approval")))


class StandingFilter(ChoiceFilter):
    """What a version is today."""

    def narrow(self, queryset, value):
        if value == LimitState.ASKED:
            return queryset.asked()
        today = timezone.localdate()
        return queryset.in_force(today) if value == "in_force" else queryset.filter(holds_from__gt=today)


class LimitFilters(Filters):
    q = SearchFilter("counterparty__search_name", "trader__last_name", "desk__name", "product", "country")
    kind = ChoiceFilter("kind", LimitKind, label=_("Kind"))
    state = StandingFilter("state", STANDING, label=_("State"))
    amount = AmountRangeFilter("amount")


def traders(company):
    """Those who hold a role of the front office today."""
    today = timezone.localdate()
    front = RoleGrant.objects.valid(today).filter(role__side=Side.FRONT)
    return Person.objects.employed(today).filter(company=company, pk__in=front.values("person"))


THING_FIELDS = {
    LimitKind.COUNTERPARTY: lambda company: forms.ModelChoiceField(
        Partner.objects.filter(company=company), label=_("Counterparty")
    ),
    LimitKind.PRODUCT: lambda company: forms.ChoiceField(label=_("Product"), choices=Product),
    LimitKind.TRADER: lambda company: forms.ModelChoiceField(traders(company), label=_("Trader")),
    LimitKind.DESK: lambda company: forms.ModelChoiceField(
        Unit.objects.filter(Q(side=Side.FRONT), company=company), label=_("Desk")
    ),
    LimitKind.COUNTRY: lambda company: CountryField(
        label=_("Country"), help_text=_("Two letters or its name, for example DE.")
    ),
}


class VersionForm(CommandForm):
    """What may change about a limit."""

    amount = MoneyField(label=_("Limit"), help_text=_("In the currency of the company. 0 stops new deals."))
    valid_from = DateField(label=_("Valid from"))
    valid_to = DateField(label=_("Valid until"), required=False, help_text=_("Empty: until it is changed."))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if amount < 0:
            raise forms.ValidationError(_("A limit is not negative."))
        return amount

    def facts(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "command_id"}


class LimitForm(VersionForm):
    def __init__(self, *args, kind, company, **options):
        super().__init__(*args, **options)
        if field := THING_FIELDS.get(kind):
            self.fields[kind] = field(company)
            self.order_fields(["command_id", kind])
