"""Forms in the look of the house: label, field, help and error belong together, dates and amounts are typed as people
write them, and each form that writes carries the key of its command."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.template import loader
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.countries import parse_country
from foundation.lib.dates import format_date, parse_date
from foundation.lib.decimals import format_decimal, parse_decimal
from foundation.lib.errors import BusinessError
from foundation.lib.money import parse_amount

from .templatetags.screens import amount, is_english
from .widgets import DRAWN

CHOOSE = ("", _("Please choose"))  # before the choices of a field that proposes none
CSS = {
    forms.CheckboxInput: "form-check-input",
    forms.RadioSelect: "form-check-input",  # and CheckboxSelectMultiple, its subclass
    forms.Select: "form-select",
}


class HouseField(forms.BoundField):
    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if not widget.is_hidden:
            kind = next((css for cls, css in CSS.items() if isinstance(widget, cls)), "form-control")
            attrs["class"] = f"{kind} {widget.attrs.get('class', '')}".strip()
        return attrs

    @property
    def is_checkbox(self):
        return isinstance(self.field.widget, forms.CheckboxInput)


class Renderer(DjangoTemplates):
    """Our templates for forms and fields, Django's for most widgets in them."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = HouseField

    def get_template(self, template_name):
        ours = template_name.startswith("components/")
        return loader.get_template(template_name) if ours else super().get_template(template_name)

    def render(self, template_name, context, request=None):
        draw = DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


class House:
    default_renderer = Renderer()


class CommandForm(House, forms.Form):
    """A form that writes: `writing.perform` runs it once, however often it is sent."""

    command_id = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={
            "required": _("This form is out of date. Please open it again."),
            "invalid": _("This form is out of date. Please open it again."),
        },
    )


class TypedField(forms.Field):
    """A text field whose text `read` turns into a value; `read` raises a sentence where it cannot."""

    widget = forms.TextInput
    attributes: dict = {}
    empty_value = None

    def widget_attrs(self, widget):
        return {"autocomplete": "off", **self.attributes}

    def to_python(self, value):
        if value is None or value == "" or str(value).isspace():
            return self.empty_value
        if not isinstance(value, str):
            return value
        try:
            return self.read(value)
        except BusinessError as error:
            raise ValidationError(error.message, code=error.code) from error

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else self.write(value)

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class DateField(TypedField):
    """A day, typed as 23.11.2026, 231126, 23.11. or h for today."""

    attributes = {"class": "date"}

    def read(self, text):
        return parse_date(text, today=timezone.localdate())

    write = staticmethod(format_date)


class MoneyField(TypedField):
    """Cents, typed as 1.234,56 or 1234.56."""

    attributes = {"inputmode": "decimal", "class": "amount"}

    read = staticmethod(parse_amount)
    write = staticmethod(amount)


class NumberField(TypedField):
    """A price, a rate or a quantity, typed as 1,0825."""

    attributes = {"inputmode": "decimal", "class": "amount"}

    def __init__(self, *, places, digits=18, **options):
        super().__init__(**options)
        self.places, self.digits = places, digits

    def read(self, text):
        return parse_decimal(text, places=self.places, digits=self.digits)

    def write(self, value):
        return format_decimal(value, english=is_english())


class CountryField(TypedField):
    """Two letters, typed as DE, Deutschland or Germany."""

    read = staticmethod(parse_country)
    write = staticmethod(str)


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)


class FilesField(forms.FileField):
    """One file or several; cleaned, a list."""

    widget = FilesInput

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(each, initial) for each in data or [None]]
