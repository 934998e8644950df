from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.screens.forms import CommandForm, DateField

from ..choices import PeriodState


class PeriodStateForm(CommandForm):
    state = forms.ChoiceField(choices=PeriodState, widget=forms.HiddenInput)


class YearForm(CommandForm):
    start = DateField(label=_("First day"))

    def clean_start(self):
        if self.cleaned_data["start"].day != 1:
            raise ValidationError(_("A fiscal year begins on the first of a month."))
        return self.cleaned_data["start"]
