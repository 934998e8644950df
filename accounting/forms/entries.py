from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.organisation.models import Person
from foundation.screens.filters import (
    AmountRangeFilter,
    ChoiceFilter,
    DateRangeFilter,
    Filters,
    RelatedFilter,
    SearchFilter,
)
from foundation.screens.forms import CommandForm, DateField, FilesField, FilesInput

from ..choices import EntryState
from ..models import Journal
from ..queries.books import journals
from .lines import LinesForm

PLACEHOLDERS = format_lazy(
    _("Filled in from the day of the entry: {month} and {year}."),
    month=format_lazy("{{{}}}", pgettext_lazy("in braces", "month")),
    year=format_lazy("{{{}}}", pgettext_lazy("in braces", "year")),
)


class EntryFilters(Filters):
    q = SearchFilter("text", "document_number")
    state = ChoiceFilter("state", EntryState, label=_("Status"))
    journal = RelatedFilter("journal", Journal.objects.none(), label=_("Journal"))
    date = DateRangeFilter("posting_date")
    total = AmountRangeFilter("total")
    captured_by = RelatedFilter("captured_by", Person.objects.none(), label=_("Captured by"))

    def __init__(self, *args, company, person, **options):
        super().__init__(*args, **options)
        self.fields["journal"].queryset = journals(company)
        self.fields["captured_by"].queryset = Person.objects.visible_to(person)


class EntryForm(LinesForm):
    journal = forms.ModelChoiceField(Journal.objects.none(), label=_("Journal"), empty_label=None)
    posting_date = DateField(label=_("Posting date"))
    document_date = DateField(label=_("Document date"), required=False)
    service_date = DateField(label=_("Service date"), required=False)
    document_number = forms.CharField(label=_("Document no."), max_length=40, required=False)
    text = forms.CharField(label=_("Text"), max_length=200)


class TemplateForm(LinesForm):
    needs_amounts = False

    name = forms.CharField(label=_("Name"), max_length=80)
    journal = forms.ModelChoiceField(Journal.objects.none(), label=_("Journal"), empty_label=None)
    text = forms.CharField(label=_("Text"), max_length=200, help_text=PLACEHOLDERS)
    shared = forms.BooleanField(label=_("Everybody who captures entries may use it"), required=False)


class AttachForm(CommandForm):
    file = FilesField(label=_("Files"), widget=FilesInput({"multiple": True}))
    anyway = forms.BooleanField(label=_("Attach anyway"), required=False)


class ReversalForm(CommandForm):
    posting_date = DateField(label=_("Posting date"), initial=timezone.localdate)
    text = forms.CharField(label=_("Text"), max_length=200)
