import re

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.lib.text import fold
from foundation.organisation.models import Company
from foundation.screens.filters import ChoiceFilter, Filters, SearchFilter
from foundation.screens.forms import CommandForm, CountryField, DateField, TypedField

from .actions import EDIT
from .choices import PartnerKind
from .models import Partner
from .numbers import checked_iban, checked_vat_id


class FoldedSearch(SearchFilter):
    """Finds `Müller` for `mueller`."""

    def narrow(self, queryset, value):
        return super().narrow(queryset, fold(value))


class PartnerFilters(Filters):
    q = FoldedSearch("search_name")
    kind = ChoiceFilter("kind", PartnerKind, label=_("Kind"))


class VatIdField(TypedField):
    empty_value = ""
    read = staticmethod(checked_vat_id)
    write = staticmethod(str)


class IbansField(TypedField):
    """IBANs one after the other, parted by commas, semicolons or lines."""

    empty_value = ()
    write = staticmethod(", ".join)

    def read(self, text):
        return list(dict.fromkeys(checked_iban(part) for part in re.split(r"[,;\n]", text) if part.strip()))


class PartnerForm(CommandForm):
    number = forms.CharField(label=_("Number"), max_length=20, help_text=_("Customer or supplier number in the books."))
    kind = forms.ChoiceField(label=_("Kind"), choices=PartnerKind)
    name = forms.CharField(label=_("Name"), max_length=160)
    legal_form = forms.CharField(label=_("Legal form"), max_length=40, required=False)
    street = forms.CharField(label=_("Street"), max_length=120, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    country = CountryField(label=_("Country"), initial="DE", help_text=_("Two letters or its name, for example DE."))
    vat_id = VatIdField(label=_("VAT identification number"), required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    blocked = forms.BooleanField(label=_("Blocked for new business"), required=False)

    def facts(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "command_id"}


class NewPartnerForm(PartnerForm):
    company = forms.ModelChoiceField(Company.objects.none(), label=_("Company"))
    field_order = ["command_id", "company"]

    def __init__(self, *args, person, **options):
        super().__init__(*args, **options)
        companies = Company.objects.visible_to(person)
        reach = [company.pk for company in companies if can(person, EDIT, Partner(company=company))]
        self.fields["company"].queryset = companies.filter(pk__in=reach)
        self.initial.setdefault("company", person.company_id)


class BankAccountForm(CommandForm):
    iban = forms.CharField(label=_("IBAN"), max_length=50)
    bic = forms.CharField(label=_("BIC"), max_length=15, required=False)
    holder = forms.CharField(label=_("Account holder"), max_length=140)
    valid_from = DateField(label=_("Valid from"))


class ContactForm(CommandForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.CharField(label=_("Role"), max_length=80, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
