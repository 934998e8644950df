"""What the house draws by itself is what Django's own templates draw, of any value and any attribute."""

import pytest
from django.forms import HiddenInput, Select, TextInput
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from foundation.screens.filters import RangeWidget
from foundation.screens.forms import Renderer

NASTY = "\"><script>{0}</script> & 'Müller'"
CHOICES = [("", "All"), ("a", NASTY), (NASTY, "B"), ("Group <1>", [(1, "One"), (2, "Two {}")])]


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (TextInput(), None),
        (TextInput(), ""),
        (TextInput(attrs={"required": True, "disabled": False, "aria-label": NASTY, "maxlength": 7}), NASTY),
        (HiddenInput(), 12345),
        (Select(choices=[]), None),
        (Select(choices=CHOICES), None),
        (Select(choices=CHOICES, attrs={"class": "form-select"}), NASTY),
        (Select(choices=CHOICES), 2),
        (RangeWidget(TextInput(attrs={"class": "date"})), ["1.1.2026", NASTY]),
    ],
)
def test_a_widget_is_drawn_as_by_django(widget, value):
    drawn, expected = (
        widget.render("field", value, {"id": "id_field"}, renderer) for renderer in (Renderer(), DjangoTemplates())
    )
    assert parse_html(drawn) == parse_html(expected)
