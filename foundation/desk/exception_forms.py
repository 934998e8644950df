from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access import permissions
from foundation.access.choices import Profile
from foundation.access.models import Role
from foundation.organisation.models import Person
from foundation.screens.forms import CommandForm, DateField, House


class ProfileForm(CommandForm):
    profile = forms.ChoiceField(label=_("Profile"), choices=Profile.choices)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ExceptionForm(CommandForm):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"))
    role = forms.ModelChoiceField(Role.objects.all(), label=_("Role"))
    other = forms.ModelChoiceField(Role.objects.all(), label=_("Together with"))
    valid_from = DateField(label=_("From"), initial=timezone.localdate)
    valid_to = DateField(
        label=_("Until"), initial=lambda: timezone.localdate() + timedelta(days=60), help_text=_("Ninety days at most.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)
    control = forms.CharField(
        label=_("Compensating control"),
        max_length=200,
        help_text=_("What makes up for it: who looks at what, and when."),
    )

    def __init__(self, *args, person, **options):
        super().__init__(*args, **options)
        self.fields["person"].queryset = Person.objects.visible_to(person).employed(timezone.localdate())


class WhatIfForm(House, forms.Form):
    """Asked by address: nothing is written."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"), required=False, empty_label="–")
    role = forms.ModelChoiceField(Role.objects.all(), label=_("Role"))
    valid_from = DateField(label=_("From"), required=False)
    valid_to = DateField(label=_("Until"), required=False)
    permission = forms.ChoiceField(label=_("What if the role also held"), required=False)
    other = forms.ModelChoiceField(Role.objects.all(), label=_("What if it excluded"), required=False, empty_label="–")

    def __init__(self, *args, person, **options):
        super().__init__(*args, **options)
        self.fields["person"].queryset = Person.objects.visible_to(person).employed(timezone.localdate())
        declared = sorted((str(one.label), one.code) for one in permissions.declared())
        self.fields["permission"].choices = [("", "–"), *((code, label) for label, code in declared)]
