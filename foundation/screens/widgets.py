"""The widgets that pages are full of, put together here as Django's templates would: those draw every option and every
attribute by a template of its own, and the few fields over a list then take as long as its rows."""

from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

DASHES = BLANK_CHOICE_DASH[0][1]  # what Django shows where nothing is chosen
NOTHING = {True: _("Please choose"), False: "–"}


def _input(widget):
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, _attributes(widget))


def _select(widget):
    nothing = NOTHING[widget["required"]]
    groups = ((_group(name, options, nothing),) for name, options, _at in widget["optgroups"])
    groups = format_html_join("", "{}", groups)
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget), groups)


def _group(name, options, nothing):
    said = ((option, nothing if option["label"] == DASHES else option["label"]) for option in options)
    lines = ((option["value"], _attributes(option), label) for option, label in said)
    lines = format_html_join("", '<option value="{}"{}>{}</option>', lines)
    return format_html('<optgroup label="{}">{}</optgroup>', name, lines) if name else lines


def _attributes(widget):
    """One that is `True` has no value, one that is `False` is not there."""
    said = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return format_html_join("", " {}{}", ((name, _said(value)) for name, value in said))


def _said(value):
    return "" if value is True else format_html('="{}"', value)


def _parts(widget):
    return format_html_join("", "{}", ((DRAWN[part["template_name"]](part),) for part in widget["subwidgets"]))


DRAWN = {
    "django/forms/widgets/hidden.html": _input,
    "django/forms/widgets/text.html": _input,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/multiwidget.html": _parts,
}
