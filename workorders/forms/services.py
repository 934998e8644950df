import re
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError
from foundation.organisation.choices import Side
from foundation.organisation.models import Unit
from foundation.screens.forms import CommandForm, TypedField

from ..choices import Priority

LEAST, MOST = 15, 60_000
_HOURS = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?")
_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])")


class HoursField(TypedField):
    """Business hours in minutes, typed as 2, 1,5 or 1:30."""

    attributes = {"inputmode": "decimal"}

    def read(self, text):
        typed = text.strip()
        if match := _CLOCK.fullmatch(typed):
            minutes = int(match[1]) * 60 + int(match[2])
        elif match := _HOURS.fullmatch(typed):
            minutes = int(Decimal(f"{match[1]}.{match[2] or 0}") * 60)
        else:
            raise BusinessError("hours.malformed", _("Please write hours like 2, 1,5 or 1:30."))
        if not LEAST <= minutes <= MOST:
            raise BusinessError("hours.range", _("From a quarter of an hour to 1,000 hours."))
        return minutes

    @staticmethod
    def write(minutes):
        return f"{minutes // 60}:{minutes % 60:02d}"


class ServiceForm(CommandForm):
    team = forms.ModelChoiceField(Unit.objects.none(), label=_("Team"))
    urgent = HoursField(label=_("Hours when urgent"))
    normal = HoursField(label=_("Hours when normal"))
    low = HoursField(label=_("Hours when not urgent"))

    def __init__(self, *args, company, **options):
        super().__init__(*args, **options)
        self.fields["team"].queryset = Unit.objects.filter(company=company, side=Side.BACK)

    def minutes(self):
        return {priority: self.cleaned_data[priority.value] for priority in Priority}
