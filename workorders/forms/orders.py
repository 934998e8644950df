from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.contacts.models import Partner
from foundation.organisation.choices import Side
from foundation.organisation.models import Person, Unit
from foundation.screens.filters import ChoiceFilter, DateRangeFilter, Filters, RelatedFilter, SearchFilter
from foundation.screens.forms import CommandForm, FilesField, FilesInput

from ..choices import OrderKind, OrderState, Priority
from ..queries.orders import SIGHTS

# What one says first about each kind of work; nothing else has to be typed.
ASKED_FOR = {
    OrderKind.INVOICE_COPY: (_("Which invoice?"), _("Number of the invoice, and to whom the copy goes.")),
    OrderKind.PAYMENT_QUERY: (_("Which payment?"), _("Amount, day and what is unclear.")),
    OrderKind.ADDRESS_CHANGE: (_("Whose address?"), _("The new address goes into the description.")),
    OrderKind.SHIPMENT_PAPERS: (
        _("Which shipment?"),
        _("Number of the delivery, country, and what papers are missing."),
    ),
    OrderKind.CONTRACT_PRINT: (_("Which contract?"), _("Number of the contract, and how many copies.")),
    OrderKind.CALL_BACK: (_("Who is to be called?"), _("Name, number, and what about.")),
    OrderKind.FREE: (_("What is it about?"), ""),
}


class SightFilter(forms.ChoiceField):
    """A ready-made question about where an order stands."""

    def __init__(self, **options):
        super().__init__(
            choices=[("", _("All")), *((name, label) for name, (label, _rows) in SIGHTS.items())],
            required=False,
            **options,
        )

    def narrow(self, queryset, value):
        return SIGHTS[value][1](queryset)

    def words(self, value):
        return str(SIGHTS[value][0])


class OrderFilters(Filters):
    q = SearchFilter("title", "number", "subject", "description")
    sight = SightFilter(label=_("Shows"))
    state = ChoiceFilter("state", OrderState, label=_("State"))
    kind = ChoiceFilter("kind", OrderKind, label=_("Kind"))
    priority = ChoiceFilter("priority", Priority, label=_("Priority"))
    team = RelatedFilter("team", Unit.objects.none(), label=_("Team"))
    assignee = RelatedFilter("assignee", Person.objects.none(), label=_("Assigned to"))
    asked = DateRangeFilter("asked_at", label=_("Asked"), moments=True)
    due = DateRangeFilter("due_at", label=_("Due"), moments=True)

    def __init__(self, *args, person, **options):
        super().__init__(*args, **options)
        units = Unit.objects.visible_to(person)
        self.fields["team"].queryset = units.filter(side=Side.BACK)
        self.fields["assignee"].queryset = Person.objects.visible_to(person).filter(unit__side=Side.BACK)


class AskForm(CommandForm):
    partner = forms.CharField(
        label=_("Business partner"), required=False, max_length=200, help_text=_("Number or the beginning of the name.")
    )
    title = forms.CharField(max_length=120)
    description = forms.CharField(
        label=_("Description"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority, initial=Priority.NORMAL)
    file = FilesField(label=_("Files"), required=False, widget=FilesInput({"multiple": True}))

    def __init__(self, *args, kind, company, about=None, times=(), **options):
        super().__init__(*args, **options)
        self.company = company
        self.fields["title"].widget.attrs["autofocus"] = True  # one sentence is enough
        self.fields["title"].label, self.fields["title"].help_text = ASKED_FOR[kind]
        if times:
            self.fields["priority"].choices = times
        if about is not None:
            del self.fields["partner"]

    def clean_partner(self):
        """The partner that is meant by a number or by the beginning of a name that only one has."""
        if not (typed := self.cleaned_data["partner"].strip()):
            return None
        partners = Partner.objects.filter(company=self.company)
        found = list(partners.filter(number=typed)[:1]) or list(partners.filter(name__istartswith=typed)[:4])
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_("There is no business partner of that number or name."))
        names = ", ".join(f"{partner.number} {partner.name}" for partner in found[:3])
        raise forms.ValidationError(_("Several are called like that: {names}.").format(names=names))


class TextForm(CommandForm):
    text = forms.CharField(label=_("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class ResultForm(TextForm):
    text = forms.CharField(label=_("Text"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class PassOnForm(CommandForm):
    team = forms.ModelChoiceField(Unit.objects.none(), label=_("Team"))
    text = forms.CharField(
        label=_("Note for the team"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, order, **options):
        super().__init__(*args, **options)
        teams = Unit.objects.filter(company=order.company_id, side=Side.BACK).exclude(pk=order.team_id)
        self.fields["team"].queryset = teams


class AttachForm(CommandForm):
    file = FilesField(label=_("Files"), widget=FilesInput({"multiple": True}))
