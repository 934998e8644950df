from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.choices import Finding
from foundation.access.models.breakglass import LONGEST
from foundation.organisation.models import Person
from foundation.screens.forms import CHOOSE, CommandForm


class BreakGlassForm(CommandForm):
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("What has happened, and what you will do."))
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=1, max_value=LONGEST, initial=60, help_text=_("Four hours at most.")
    )
    alone = forms.BooleanField(
        label=_("Nobody can approve it now"),
        required=False,
        help_text=_("It begins at once, and is reviewed until the next working day."),
    )


class ReviewForm(CommandForm):
    finding = forms.ChoiceField(label=_("Finding"), choices=[CHOOSE, *Finding.choices])
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("finding") == Finding.MISUSE and not cleaned.get("remark"):
            self.add_error("remark", _("Please say why."))
        return cleaned


class RestartForm(CommandForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ViewAsForm(CommandForm):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args, person, **options):
        super().__init__(*args, **options)
        people = Person.objects.visible_to(person).employed(timezone.localdate())
        self.fields["person"].queryset = people.exclude(pk=person.pk)
