"""What a report is asked with: typed once, kept as text, and read again with the rights that hold when it runs."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.lib.dates import format_date
from foundation.lib.errors import BusinessError
from foundation.screens.forms import CommandForm

from .choices import Format

NOT_PARAMETERS = {"command_id", "format"}


class ReportForm(CommandForm):
    """Base of a report's form. `person` narrows choices in `__init__`; `formats` None leaves the parameters alone."""

    def __init__(self, *args, person, formats=None, **options):
        super().__init__(*args, **options)
        self.person = person
        if formats is None:
            del self.fields["command_id"]
        else:
            choices = [(kind, Format(kind).label) for kind in formats]
            self.fields["format"] = forms.ChoiceField(label=_("Format"), choices=choices)

    def parameters(self):
        """The cleaned values as JSON can keep them."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in NOT_PARAMETERS}
        return {name: self.fields[name].prepare_value(value) for name, value in values.items()}

    def words(self):
        """The same for a reader: each label with its value."""
        return " · ".join(
            f"{self.fields[name].label}: {self._word(name, value)}"
            for name, value in self.cleaned_data.items()
            if name not in NOT_PARAMETERS and value not in (None, "")
        )

    def _word(self, name, value):
        choices = dict(getattr(self.fields[name], "choices", ())) if isinstance(value, str) else {}
        return choices.get(value) or (format_date(value) if isinstance(value, date) else value)


def read(report, person, params):
    """The validated form. BusinessError `report.params` when what was asked is no longer possible for this person."""
    form = report.form({name: "" if value is None else value for name, value in params.items()}, person=person)
    if not form.is_valid():
        raise BusinessError("report.params", "; ".join(error for errors in form.errors.values() for error in errors))
    return form
