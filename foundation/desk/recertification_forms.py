from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.actions.recertification import DECIDE
from foundation.access.choices import Decision
from foundation.access.models import Role
from foundation.access.queries.grants import holders
from foundation.organisation.choices import Side
from foundation.organisation.models import Person
from foundation.screens.forms import CHOOSE, CommandForm, DateField

TIME_TO_REVIEW = timedelta(days=30)
HIGHEST_KEY_LENGTH = 18


class RecertificationForm(CommandForm):
    side = forms.ChoiceField(label=_("Side"), choices=[("", "–"), *Side.choices], required=False)
    role = forms.ModelChoiceField(Role.objects.all(), label=_("or only one role"), required=False)
    reviewer = forms.ModelChoiceField(Person.objects.none(), label=_("Reviewer"))
    stand_in = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Reviewer of the reviewer"),
        required=False,
        help_text=_("Looks at roles that the reviewer holds himself."),
    )
    due_on = DateField(label=_("Due"), initial=lambda: timezone.localdate() + TIME_TO_REVIEW)

    def __init__(self, *args, person, **options):
        super().__init__(*args, **options)
        for name in ("reviewer", "stand_in"):
            self.fields[name].queryset = _reviewers(person)

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("side")) == bool(cleaned.get("role")):
            self.add_error("side", _("Please choose a side, or one role."))
        return cleaned


class DecisionForm(CommandForm):
    decision = forms.ChoiceField(label=_("Decision"), choices=[CHOOSE, *Decision.choices])
    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=False, help_text=_("A change says what is to be changed.")
    )


class KeepForm(CommandForm):
    item = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput, required=False)

    def keys(self):
        return [int(key) for key in self.data.getlist("item") if key.isdecimal() and len(key) < HIGHEST_KEY_LENGTH]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.is_bound:
            self.fields["item"].choices = [(str(key), key) for key in self.keys()]


class SignForm(CommandForm):
    """Only the key of the command: what is signed stands beside it."""


class HandOverForm(CommandForm):
    to = forms.ModelChoiceField(Person.objects.none(), label=_("New reviewer"))

    def __init__(self, *args, person, **options):
        super().__init__(*args, **options)
        self.fields["to"].queryset = _reviewers(person)


def _reviewers(person):
    today = timezone.localdate()
    return Person.objects.visible_to(person).employed(today).filter(pk__in=holders(DECIDE, today))
