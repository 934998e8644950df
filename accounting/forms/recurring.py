from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.screens.filters import ChoiceFilter, Filters, RelatedFilter
from foundation.screens.forms import CommandForm, DateField

from ..calc.recurring import LAST_DAY
from ..choices import Every, Shift
from ..models import EntryTemplate

DAYS = [*((day, f"{day}.") for day in range(1, LAST_DAY)), (LAST_DAY, _("the last day"))]


class RecurrenceForm(CommandForm):
    every = forms.ChoiceField(label=_("How often"), choices=Every)
    day = forms.TypedChoiceField(label=_("Day of the month"), choices=DAYS, coerce=int)
    shift = forms.ChoiceField(label=_("If that is no working day"), choices=Shift)
    start = DateField(label=_("From"), initial=timezone.localdate)
    until = DateField(label=_("Until"), required=False, help_text=_("Empty: until you end it."))

    def rhythm(self):
        return {name: self.cleaned_data[name] for name in ("every", "day", "shift", "start", "until")}


class WaitingFilter(ChoiceFilter):
    """Each of its words is a method of the occurrences."""

    def narrow(self, queryset, value):
        return getattr(queryset, value)()


class OccurrenceFilters(Filters):
    waits = WaitingFilter(None, [("to_check", _("drafts to check")), ("refused", _("not written"))], label=_("Waiting"))
    template = RelatedFilter("recurrence__template", EntryTemplate.objects.none(), label=_("Template"))

    def __init__(self, *args, company, person, **options):
        super().__init__(*args, **options)
        recurring = EntryTemplate.objects.visible_to(person).filter(company=company, recurrence__isnull=False)
        self.fields["template"].queryset = recurring
