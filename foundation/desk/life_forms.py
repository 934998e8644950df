"""Forms of the life of a right: deputies, positions, moves, block leave, terms."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.actions.deputies import lendable
from foundation.access.models import Position, Role
from foundation.organisation.models import Person, Unit
from foundation.screens.filters import Filters, RelatedFilter, SearchFilter
from foundation.screens.forms import CommandForm, DateField

AHEAD = timedelta(days=366)


class DeputyFilters(Filters):
    search = SearchFilter("principal__last_name", "person__last_name", "reason")


class PositionFilters(Filters):
    search = SearchFilter("name", "unit__name")
    role = RelatedFilter("roles", Role.objects.all(), label=_("Role"))


class PersonFilters(Filters):
    search = SearchFilter("person__first_name", "person__last_name")


class UnitFilters(Filters):
    search = SearchFilter("name", "head__first_name", "head__last_name")


class RolesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class DeputyForm(CommandForm):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Deputy"))
    roles = RolesField(Role.objects.none(), label=_("Roles"))
    valid_from = DateField(label=_("From"), initial=timezone.localdate)
    valid_to = DateField(label=_("Until"))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args, by, principal, **options):
        super().__init__(*args, **options)
        today = timezone.localdate()
        others = Person.objects.filter(company=principal.company_id).employed(today)
        self.fields["person"].queryset = others.exclude(pk__in=(principal.pk, by.pk))
        held = lendable(principal, today, today + AHEAD).values("role")
        self.fields["roles"].queryset = Role.objects.filter(pk__in=held)


class EndDeputyForm(CommandForm):
    on = DateField(label=_("Last day"), initial=timezone.localdate)


class PositionForm(CommandForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    roles = RolesField(Role.objects.all(), label=_("Roles"))

    def __init__(self, *args, by, **options):
        super().__init__(*args, **options)
        self.fields["unit"].queryset = Unit.objects.visible_to(by)


class HeadForm(CommandForm):
    head = forms.ModelChoiceField(Person.objects.none(), label=_("Head"), required=False)

    def __init__(self, *args, unit, **options):
        super().__init__(*args, initial={"head": unit.head_id}, **options)
        self.fields["head"].queryset = Person.objects.filter(company=unit.company_id).employed(timezone.localdate())


class MoveForm(CommandForm):
    position = forms.ModelChoiceField(Position.objects.none(), label=_("New position"))
    on = DateField(label=_("First day in the new position"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), max_length=200)
    confirmed = forms.BooleanField(
        label=_("I have read what ends"), error_messages={"required": _("Please confirm what ends.")}
    )

    def __init__(self, *args, person, **options):
        super().__init__(*args, **options)
        self.fields["position"].queryset = Position.objects.filter(company=person.company_id).select_related("unit")


class BlockLeaveForm(CommandForm):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"))
    valid_from = DateField(label=_("From"))
    valid_to = DateField(label=_("Until"))

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.fields["person"].queryset = people


class TermForm(CommandForm):
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=1095)
    reason = forms.CharField(label=_("Reason"), max_length=200)
