from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.access.choices import ApprovalState, Lost, Vote
from foundation.access.models import Position, Role
from foundation.access.queries import without_second_factor
from foundation.calendars.choices import Land
from foundation.notices import kinds
from foundation.notices.choices import Way
from foundation.organisation.choices import Side
from foundation.organisation.models import Company, Person, Unit
from foundation.records.audit import audited_models
from foundation.records.models.audit import Operation
from foundation.screens.filters import ChoiceFilter, DateRangeFilter, Filters, RelatedFilter, SearchFilter
from foundation.screens.forms import CHOOSE, CommandForm, DateField

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class SecondFactorFilter(ChoiceFilter):
    def narrow(self, queryset, value):
        return queryset.filter(pk__in=without_second_factor(timezone.localdate()))


class PeopleFilters(Filters):
    search = SearchFilter("first_name", "last_name", "email", "job_title")
    side = ChoiceFilter("unit__side", Side, label=_("Side"))
    factor = SecondFactorFilter("", [("missing", _("due and missing"))], label=_("Second factor"))


class GrantFilters(Filters):
    search = SearchFilter("person__first_name", "person__last_name", "reason")
    role = RelatedFilter("role", Role.objects.all(), label=_("Role"))
    since = DateRangeFilter("valid_from", label=_("From"))
    until = DateRangeFilter("valid_to", label=_("Until"))


class RoleFilters(Filters):
    search = SearchFilter("code", "name_de", "name_en")
    side = ChoiceFilter("side", Side, label=_("Side"))


class ApprovalFilters(Filters):
    search = SearchFilter("title")
    state = ChoiceFilter("state", ApprovalState, label=_("State"))
    asked = DateRangeFilter("asked_at", label=_("Asked"), moments=True)


class PersonOfEvent(RelatedFilter):
    """Events keep the bare number of the person, so that they survive him."""

    def narrow(self, queryset, value):
        return queryset.filter(person_id=value.pk)


class AuditFilters(Filters):
    search = SearchFilter("verb", "table", "key", "actor", "reason", "request")
    table = ChoiceFilter("table", (), label=_("Table"))
    person = PersonOfEvent("person_id", Person.objects.none(), label=_("Person"))
    operation = ChoiceFilter("operation", Operation, label=_("Operation"))
    at = DateRangeFilter("at", label=_("Date"), moments=True)

    def __init__(self, data, *, person):
        super().__init__(data)
        self.fields["person"].queryset = Person.objects.visible_to(person)
        tables = sorted((str(model._meta.verbose_name), model._meta.db_table) for model in audited_models())
        self.fields["table"].choices = [("", _("All")), *((table, name) for name, table in tables)]


class PersonFields(CommandForm):
    """What is changed later too. The company is not: who moves to another one leaves this and joins that."""

    first_name = forms.CharField(label=_("First name"), max_length=60)
    last_name = forms.CharField(label=_("Last name"), max_length=60)
    email = forms.EmailField(label=_("E-mail"), help_text=_("With this address the person signs in."))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False)
    job_title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)


class ChangePersonForm(PersonFields):
    def __init__(self, *args, person, **kwargs):
        """`person`: whose data they are."""
        names = [name for name in self.base_fields if name != "command_id"]
        super().__init__(*args, initial={name: getattr(person, name) for name in names}, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(company=person.company_id)
        self.fields["email"].help_text = _(
            "With this address the person signs in. A second administrator has to approve a new one."
        )


class NewPersonForm(PersonFields):
    company = forms.ModelChoiceField(Company.objects.none(), label=_("Company"))
    position = forms.ModelChoiceField(
        Position.objects.none(),
        label=pgettext_lazy("post", "Position"),
        required=False,
        help_text=_("It brings the unit, and its head is asked for the roles."),
    )
    joined_on = DateField(label=_("First working day"), initial=timezone.localdate)
    field_order = ["first_name", "last_name", "email", "company", "position"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, initial={"company": by.company_id}, **kwargs)
        self.fields["company"].queryset = Company.objects.visible_to(by)
        self.fields["unit"].queryset = Unit.objects.visible_to(by)
        self.fields["position"].queryset = Position.objects.visible_to(by).select_related("unit")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("unit") and cleaned.get("company") and cleaned["unit"].company_id != cleaned["company"].pk:
            self.add_error("unit", _("This unit belongs to another company."))
        position = cleaned.get("position")
        if position and cleaned.get("company") and position.company_id != cleaned["company"].pk:
            self.add_error("position", _("This position belongs to another company."))
        return cleaned


class RoleRequestForm(CommandForm):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"))
    role = forms.ModelChoiceField(Role.objects.all(), label=_("Role"))
    company = forms.ModelChoiceField(
        Company.objects.none(), label=_("Only in company"), required=False, empty_label=_("in all companies")
    )
    valid_from = DateField(label=_("From"), initial=timezone.localdate)
    valid_to = DateField(label=_("Until"), required=False, help_text=_("Empty: until it is ended."))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.visible_to(person).employed(timezone.localdate())
        self.fields["company"].queryset = companies = Company.objects.visible_to(person)
        if len(companies) < 2:
            del self.fields["company"]


class EndEmploymentForm(CommandForm):
    on = DateField(label=_("Last working day"), initial=timezone.localdate)
    successor = forms.ModelChoiceField(Person.objects.none(), label=_("The work is taken over by"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200)
    confirmed = forms.BooleanField(
        label=_("I have read what ends"), error_messages={"required": _("Please confirm what ends.")}
    )

    def __init__(self, *args, person, **options):
        """`person`: who leaves."""
        super().__init__(*args, **options)
        others = Person.objects.filter(company=person.company_id).employed(timezone.localdate())
        self.fields["successor"].queryset = others.exclude(pk=person.pk)


class HelpForm(CommandForm):
    lost = forms.ChoiceField(
        label=_("What was lost"),
        choices=[CHOOSE, *Lost.choices],
        help_text=_("A second factor is removed. Of a password a link for a new one is made. All sessions end."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Say how you made sure that it is this person who asks.")
    )


class EndGrantForm(CommandForm):
    on = DateField(label=_("Last day"), initial=timezone.localdate)


class VoteForm(CommandForm):
    vote = forms.ChoiceField(label=_("Decision"), choices=Vote, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=False, help_text=_("A rejection needs a reason.")
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("vote") == Vote.NO and not cleaned.get("reason"):
            self.add_error("reason", _("Please say why."))
        return cleaned


class FounderForm(CommandForm):
    code = forms.CharField(
        label=_("Setup code"), max_length=100, help_text=_("It is in the file setup-code among the portal's data.")
    )
    first_name = forms.CharField(label=_("First name"), max_length=60)
    last_name = forms.CharField(label=_("Last name"), max_length=60)
    email = forms.EmailField(label=_("E-mail"))
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least twelve characters."),
    )

    def clean_password(self):
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]


class FirstFounderForm(FounderForm):
    company = forms.CharField(label=_("Company"), max_length=120)
    land = forms.ChoiceField(
        label=_("Federal state"),
        choices=[("", ""), *Land.choices],
        required=False,
        help_text=_("Its public holidays are kept."),
    )
    field_order = ["code", "company", "land"]


class NoticeForm(CommandForm):
    """A field for each kind that the person may choose about."""

    hour = forms.TypedChoiceField(label=_("The e-mail of the day comes at"), coerce=int, choices=HOURS)

    def __init__(self, *args, ways, hour, **options):
        super().__init__(*args, **options)
        for code, way in ways.items():
            self.fields[code] = forms.ChoiceField(label=kinds.of(code).label, choices=Way, initial=way)
        self.fields["hour"].initial = hour
        self.fields["hour"].help_text = _("On working days, if anything is new and unread.")
        self.codes = list(ways)
        self.order_fields([*self.codes, "hour"])

    def ways(self):
        return {code: self.cleaned_data[code] for code in self.codes}


class RequirementForm(CommandForm):
    reference = forms.CharField(label=_("Place in the law"), max_length=60)
    text_de = forms.CharField(label=_("text (German)"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    text_en = forms.CharField(label=_("text (English)"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
