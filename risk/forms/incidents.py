from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person, Unit
from foundation.screens.filters import AmountRangeFilter, ChoiceFilter, DateRangeFilter, Filters, SearchFilter
from foundation.screens.forms import CHOOSE, CommandForm, DateField, MoneyField

from ..choices import BusinessLine, EventType, IncidentState
from ..models import Exposure


class NearMissFilter(ChoiceFilter):
    def narrow(self, queryset, value):
        return queryset.losses() if value == "loss" else queryset.filter(near_miss=True)


class IncidentFilters(Filters):
    q = SearchFilter("number", "what", "cause")
    state = ChoiceFilter("state", IncidentState, label=_("State"))
    event_type = ChoiceFilter("event_type", EventType, label=_("Type of event"))
    business_line = ChoiceFilter("business_line", BusinessLine, label=_("Business line"))
    only = NearMissFilter("near_miss", (("loss", _("with a loss")), ("near", _("near misses"))), label=_("Only"))
    happened = DateRangeFilter("happened_on", label=_("Happened"))
    gross = AmountRangeFilter("gross", label=_("Gross loss"))


class ReportForm(CommandForm):
    """Six fields, because who has to fill in more does not report."""

    what = forms.CharField(label=_("What happened?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    happened_on = DateField(label=_("When?"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Where?"), required=False)
    estimate = MoneyField(
        label=_("Estimated loss"), required=False, help_text=_("As far as you know; empty if you do not.")
    )
    near_miss = forms.BooleanField(label=_("A near miss: nothing was lost"), required=False)
    done = forms.CharField(
        label=_("What was done about it?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, person, company, **options):
        super().__init__(*args, **options)
        self.fields["unit"].queryset = Unit.objects.filter(company=company)
        self.fields["unit"].initial = person.unit_id
        self.fields["happened_on"].initial = timezone.localdate()


class AnalysisForm(CommandForm):
    event_type = forms.ChoiceField(label=_("Type of event"), choices=[CHOOSE, *EventType.choices])
    business_line = forms.ChoiceField(label=_("Business line"), choices=[CHOOSE, *BusinessLine.choices])
    found_on = DateField(label=_("Found on"))
    booked_on = DateField(label=_("Booked on"), required=False)
    gross = MoneyField(label=_("Gross loss"))
    recoveries = MoneyField(label=_("Recovered"), help_text=_("By insurance, damages or return."))
    near_miss = forms.BooleanField(label=_("A near miss: nothing was lost"), required=False)
    cause = forms.CharField(label=_("Cause"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    measure = forms.CharField(
        label=_("Measure"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.ModelChoiceField(Person.objects.none(), label=_("Owner"), required=False)
    deal = forms.ModelChoiceField(Exposure.objects.none(), label=_("Deal"), required=False)

    def __init__(self, *args, incident, person, **options):
        names = [name for name in self.base_fields if name not in ("command_id", "deal")]
        initial = {name: getattr(incident, name) for name in names if name != "owner"}
        initial |= {
            "owner": incident.owner_id,
            "found_on": incident.found_on or timezone.localdate(incident.reported_at),
        }
        exposures = Exposure.objects.filter(company=incident.company_id).one_of_each()
        if incident.subject_table:
            found = exposures.filter(subject_table=incident.subject_table, subject_key=incident.subject_key)
            initial["deal"] = found.first()
        if incident.state == IncidentState.REPORTED:
            initial["gross"] = incident.estimate or 0
        super().__init__(*args, initial=initial, **options)
        employed = Person.objects.employed(timezone.localdate()).filter(company=incident.company_id)
        self.fields["owner"].queryset = employed
        self.fields["deal"].queryset = exposures.select_related("counterparty").prefetch_related("subject")

    def facts(self):
        facts = {name: value for name, value in self.cleaned_data.items() if name not in ("command_id", "deal")}
        exposure = self.cleaned_data["deal"]
        return facts | {"subject": exposure.subject if exposure else None}


class ReopeningForm(CommandForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class MaterialLossForm(CommandForm):
    amount = MoneyField(label=_("Material from"))
    reason = forms.CharField(label=_("Reason"), max_length=200)
