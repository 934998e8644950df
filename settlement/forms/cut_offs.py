from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.screens.forms import CommandForm, DateField

from ..choices import Product
from .fields import ClockField


class CutOffForm(CommandForm):
    product = forms.ChoiceField(
        label=_("Product"), choices=[("", _("All without one of their own")), *Product.choices], required=False
    )
    time = ClockField(label=_("Cut-off"), help_text=_("Like 17:00, on the clock in Berlin."))
    valid_from = DateField(label=_("Valid from"), initial=timezone.localdate)
