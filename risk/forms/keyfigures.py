from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.screens.forms import CommandForm


class ThresholdForm(CommandForm):
    amber = forms.DecimalField(label=_("Amber from"), min_value=0, max_digits=12, decimal_places=2, localize=True)
    red = forms.DecimalField(label=_("Red from"), min_value=0, max_digits=12, decimal_places=2, localize=True)
    reason = forms.CharField(label=_("Reason"), max_length=200)
