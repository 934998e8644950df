from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person
from foundation.screens.filters import ChoiceFilter, Filters, SearchFilter
from foundation.screens.forms import CHOOSE, CommandForm, DateField

from ..choices import Category, Impact, Likelihood, Treatment
from ..models.inventory import SCORED

FACTS = (
    "name", "description", "category", "esg", "material", "owner", "controls", *SCORED, "treatment",
)  # fmt: skip


class MarkFilter(ChoiceFilter):
    def narrow(self, queryset, value):
        if value == "due":
            return queryset.due(timezone.localdate())
        return queryset.filter(**{value: True})


class RiskFilters(Filters):
    q = SearchFilter("name", "description", "controls")
    category = ChoiceFilter("category", Category, label=_("Category"))
    treatment = ChoiceFilter("treatment", Treatment, label=_("Treatment"))
    only = MarkFilter(
        "material",
        (("material", _("material")), ("esg", _("driven by ESG")), ("due", _("review due"))),
        label=_("Only"),
    )


def _score(label, choices):
    numbered = [(value, f"{value} – {word}") for value, word in choices.choices]
    return forms.TypedChoiceField(label=label, choices=[CHOOSE, *numbered], coerce=int)


class RiskForm(CommandForm):
    name = forms.CharField(label=_("Risk"), max_length=120)
    category = forms.ChoiceField(label=_("Category"), choices=[CHOOSE, *Category.choices])
    description = forms.CharField(label=_("Description"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    controls = forms.CharField(
        label=_("Controls"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    gross_likelihood = _score(_("Likelihood without controls"), Likelihood)
    gross_impact = _score(_("Impact without controls"), Impact)
    net_likelihood = _score(_("Likelihood with controls"), Likelihood)
    net_impact = _score(_("Impact with controls"), Impact)
    target_likelihood = _score(_("Likelihood aimed at"), Likelihood)
    target_impact = _score(_("Impact aimed at"), Impact)
    owner = forms.ModelChoiceField(Person.objects.none(), label=_("Owner"))
    treatment = forms.ChoiceField(label=_("Treatment"))
    material = forms.BooleanField(label=_("Material"), required=False)
    esg = forms.BooleanField(label=_("Driven by environment, social matters or governance (ESG)"), required=False)
    review_due = DateField(label=_("Next review"), help_text=_("Within twelve months."))

    def __init__(self, *args, company, risk=None, **options):
        today = timezone.localdate()
        initial = {"review_due": today + timedelta(days=365)}
        if risk is not None:
            initial |= {name: getattr(risk, name) for name in FACTS}
        super().__init__(*args, initial=initial, **options)
        self.fields["owner"].queryset = Person.objects.employed(today).filter(company=company)
        accepted = risk is not None and risk.treatment == Treatment.ACCEPT
        self.fields["treatment"].choices = [CHOOSE] + [
            (value, label) for value, label in Treatment.choices if accepted or value != Treatment.ACCEPT
        ]
        if not accepted:
            self.fields["treatment"].help_text = _(
                "To accept a risk is asked for on its page; a second person approves."
            )

    def clean(self):
        cleaned = super().clean()
        for side in ("likelihood", "impact"):
            gross, net = cleaned.get(f"gross_{side}"), cleaned.get(f"net_{side}")
            if gross and net and net > gross:
                self.add_error(f"net_{side}", _("Controls do not make a risk bigger."))
        return cleaned

    def facts(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "command_id"}


class AcceptanceForm(CommandForm):
    until = DateField(label=_("Until"), help_text=_("Within a year."))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class RetirementForm(CommandForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class FreezeForm(CommandForm):
    year = forms.IntegerField(
        label=_("Year"), min_value=2000, max_value=2100,
        help_text=_("The inventory of this year stays as it is today; it is frozen once."),
    )  # fmt: skip
