import re
from datetime import time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.calendars.choices import Land, Weekday
from foundation.calendars.hours import MIDNIGHT
from foundation.lib.errors import BusinessError
from foundation.screens.forms import CommandForm, DateField, TypedField

SPAN = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–]\s*(\d{1,2})(?::(\d{2}))?")


def read_spans(text):
    """[(from, until)] of `8:00-12:00, 13-17`; until 24 is midnight."""
    spans = []
    for part in text.split(","):
        match = SPAN.fullmatch(part.strip())
        try:
            opens, closes = (
                time(int(hour) % 24, int(minute or 0)) for hour, minute in zip(*[iter(match.groups())] * 2, strict=True)
            )
        except (AttributeError, ValueError):
            raise BusinessError("hours.spans", _("Please write hours like 8:00-12:00, 13:00-17:00.")) from None
        if closes != MIDNIGHT and opens >= closes:
            raise BusinessError("hours.spans", _("Please write hours like 8:00-12:00, 13:00-17:00."))
        spans.append((opens, closes))
    spans.sort()
    if any(first[1] == MIDNIGHT or first[1] > then[0] for first, then in zip(spans, spans[1:], strict=False)):
        raise BusinessError("hours.overlap", _("These hours overlap."))
    return spans


class SpansField(TypedField):
    empty_value = ()
    read = staticmethod(read_spans)

    @staticmethod
    def write(spans):
        return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in spans)


class HoursForm(CommandForm):
    """One line for each day of the week."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for day in Weekday:
            self.fields[f"day{day.value}"] = SpansField(label=day.label, required=False)
        self.fields["day0"].help_text = _("like 8:00-17:00 or 8:00-12:00, 13:00-17:00; empty when closed")

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.spans():
            raise ValidationError(_("Nobody works there on any day."))
        return cleaned

    def spans(self):
        return [(day.value, *span) for day in Weekday for span in self.cleaned_data[f"day{day.value}"]]


class WorkplaceForm(CommandForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    land = forms.ChoiceField(label=_("Federal state"), choices=Land)


class DayOffForm(CommandForm):
    day = DateField(label=_("Day"))
    name = forms.CharField(label=_("Name"), max_length=80)
    since = forms.TimeField(label=_("Work ends at"), required=False, help_text=_("Leave empty for the whole day."))
