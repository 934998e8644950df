from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person
from foundation.screens.filters import (
    AmountRangeFilter,
    ChoiceFilter,
    DateRangeFilter,
    Filters,
    RelatedFilter,
    SearchFilter,
)
from foundation.screens.forms import CommandForm, DateField

from ..choices import EntryState
from ..models import Journal
from ..queries.books import journals
from .lines import lines_of, typed_rows, unknown


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


class EntryForm(CommandForm):
    journal = forms.ModelChoiceField(Journal.objects.none(), label=_("Journal"), empty_label=None)
    posting_date = DateField(label=_("Posting date"))
    document_date = DateField(label=_("Document date"), required=False)
    service_date = DateField(label=_("Service date"), required=False)
    document_number = forms.CharField(label=_("Document no."), max_length=40, required=False)
    text = forms.CharField(label=_("Text"), max_length=200)

    def __init__(self, *args, company, **options):
        super().__init__(*args, **options)
        self.fields["journal"].queryset = journals(company)
        self.company = company
        self.lines, self.problems = [], []

    def clean(self):
        cleaned = super().clean()
        self.lines, self.problems = lines_of(typed_rows(self.data))
        if not self.problems and (day := cleaned.get("posting_date")):
            self.problems = list(unknown(self.company, self.lines, day))
        for problem in self.problems:
            self.add_error(None, str(problem))
        if not self.lines and not self.problems:
            self.add_error(None, _("Please fill in at least one line."))
        return cleaned

    def facts(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "command_id"} | {
            "lines": self.lines
        }


class ReversalForm(CommandForm):
    posting_date = DateField(label=_("Posting date"), initial=timezone.localdate)
    text = forms.CharField(label=_("Text"), max_length=200)
