from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .forms import CommandForm
from .shelf import place_of

MOST_COLUMNS = 60


def moved(names, way, name):
    """The same names with this one a place further "up" or "down", where there is room."""
    if name not in names:
        return names
    place = names.index(name) + (-1 if way == "up" else 1)
    others = [other for other in names if other != name]
    return [*others[: max(place, 0)], name, *others[max(place, 0) :]]


class PlaceForm(CommandForm):
    """About the list at this address. Its ids keep clear of those of the filters beside it."""

    address = forms.CharField(widget=forms.HiddenInput, max_length=4000)

    def __init__(self, *args, person, **options):
        super().__init__(*args, auto_id="panel_%s", **options)
        self.person = person

    def clean_address(self):
        if place := place_of(self.cleaned_data["address"], self.person):
            return place
        raise ValidationError(_("There is no such list."), code="address")


class ViewForm(PlaceForm):
    name = forms.CharField(label=_("Name"), max_length=60, widget=forms.TextInput({"autocomplete": "off"}))
    shared = forms.BooleanField(label=_("For everybody who sees this list"), required=False)
    first = forms.BooleanField(label=_("The list opens with this view"), required=False)

    def content(self):
        data = self.cleaned_data
        return {"name": data["name"], "query": data["address"].query, "shared": data["shared"]}


class ColumnsForm(PlaceForm):
    """Names of columns in their order; the table takes those that it knows."""

    columns = forms.Field(widget=forms.MultipleHiddenInput, required=False)

    def clean_columns(self):
        names = self.cleaned_data["columns"] or []
        return ",".join(name for name in names[:MOST_COLUMNS] if name.isidentifier() and len(name) <= 40)
