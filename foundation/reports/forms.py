from datetime import time

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from foundation.jobs.choices import State
from foundation.organisation.models import Person
from foundation.screens.filters import ChoiceFilter, DateRangeFilter, Filters, RelatedFilter, SearchFilter
from foundation.screens.forms import CommandForm

from . import catalogue
from .choices import Every, Format, On, Span
from .queries import possible_recipients

DAYS = [
    (
        _("In the month"),
        [(On.WORKING_DAY, _("first working day")), *((f"{On.DAY}-{n}", f"{n}.") for n in range(1, 32))],
    ),
    (_("In the week"), [(f"{On.WEEKDAY}-{number}", name) for number, name in WEEKDAYS.items()]),
]


class ScheduleForm(CommandForm):
    span = forms.ChoiceField(label=_("Days it tells of"))
    every = forms.ChoiceField(label=_("How often"), choices=Every, initial=Every.MONTH)
    day = forms.ChoiceField(label=_("Day"), choices=DAYS, initial=On.WORKING_DAY)
    at = forms.TimeField(
        label=_("Time"), initial=time(7), input_formats=["%H:%M"], help_text=_("on the clock in Berlin")
    )
    formats = forms.MultipleChoiceField(label=_("Formats"), widget=forms.CheckboxSelectMultiple, initial=[Format.PDF])
    recipients = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Also to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You receive it yourself. Whoever may not read it any more is left out."),
    )

    def __init__(self, *args, person, report, **options):
        super().__init__(*args, **options)
        self.fields["span"].choices = [(span, Span(span).label) for span in report.spans]
        self.fields["span"].initial = Span.PREVIOUS_MONTH
        self.fields["formats"].choices = [(format, Format(format).label) for format in report.formats]
        self.fields["recipients"].queryset = possible_recipients(person, report)
        self.fields["at"].widget.format = "%H:%M"

    def clean(self):
        cleaned = super().clean()
        on, _dash, number = cleaned.pop("day", On.WORKING_DAY).partition("-")
        if (cleaned.get("every") == Every.WEEK) != (on == On.WEEKDAY):
            self.add_error("day", _("Once a week asks for a day of the week, once a month for a day of the month."))
        return cleaned | {"on": on, "number": int(number or 1)}

    def wish(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "command_id"}


class RunFilters(Filters):
    q = SearchFilter("asked", label=_("Parameters"))
    report = ChoiceFilter("report", (), label=_("Report"))
    who = RelatedFilter("requested_by", Person.objects.none(), label=_("Requested by"))
    when = DateRangeFilter("requested_at", label=_("Requested"), moments=True)
    state = ChoiceFilter("job__state", State, label=_("State"))

    def __init__(self, data, *, person):
        super().__init__(data)
        reports = ((report.code, report.name) for report in catalogue.offered_to(person))
        self.fields["report"].choices = [("", _("All")), *reports]
        self.fields["who"].queryset = Person.objects.visible_to(person)
