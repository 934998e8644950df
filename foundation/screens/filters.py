"""Filters live in the address: a list can be sent as a link, and the way back finds it as it was left."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.lib.dates import format_date, midnight

from .addresses import query_of
from .forms import DateField, House, MoneyField
from .templatetags.screens import amount


@dataclass(frozen=True)
class Chip:
    """An active filter, and the query string of the list without it."""

    label: str
    value: str
    without: str


class Filters(House, forms.Form):
    """A form of filter fields, each of which knows how to narrow a queryset. A value that makes no sense shows its
    error at the field and narrows nothing."""

    use_required_attribute = False

    def apply(self, queryset):
        self.is_valid()
        for name, field in self.fields.items():
            if value := self.cleaned_data.get(name):
                queryset = field.narrow(queryset, value)
        return queryset

    def chips(self):
        self.is_valid()
        return [
            Chip(field.label, field.words(self.cleaned_data[name]), self._query_without(name))
            for name, field in self.fields.items()
            if self.cleaned_data.get(name)
        ]

    def _query_without(self, name):
        gone = {*self._keys(name), "after", "before", "format"}
        return query_of(self.data, **dict.fromkeys(gone))

    def _keys(self, name):
        widget = self.fields[name].widget
        return [name + suffix for suffix in getattr(widget, "widgets_names", [""])]


class SearchFilter(forms.CharField):
    """Each word must be found in one of the paths."""

    widget = forms.TextInput

    def __init__(self, *paths, label=None, **options):
        super().__init__(label=label or _("Search"), required=False, max_length=100, **options)
        self.widget.input_type = "search"
        self.paths = paths

    def narrow(self, queryset, value):
        for word in value.split()[:8]:
            anywhere = Q()
            for path in self.paths:
                anywhere |= Q(**{f"{path}__icontains": word})
            queryset = queryset.filter(anywhere)
        return queryset

    def words(self, value):
        return value


class ChoiceFilter(forms.ChoiceField):
    def __init__(self, path, choices, *, label, **options):
        super().__init__(choices=[("", _("All")), *_pairs(choices)], label=label, required=False, **options)
        self.path = path

    def narrow(self, queryset, value):
        return queryset.filter(**{self.path: value})

    def words(self, value):
        return next(str(label) for key, label in self.choices if str(key) == value)


class RelatedFilter(forms.ModelChoiceField):
    """The queryset depends on the person: set `fields[name].queryset` in the form's `__init__`."""

    def __init__(self, path, queryset, *, label, **options):
        super().__init__(queryset, label=label, required=False, empty_label=_("All"), **options)
        self.path = path

    def narrow(self, queryset, value):
        return queryset.filter(**{self.path: value})

    def words(self, value):
        return str(value)


class RangeWidget(forms.MultiWidget):
    def __init__(self, widget):
        css = {"class": widget.attrs.get("class", "")}
        super().__init__({"from": widget, "to": type(widget)(dict(widget.attrs))}, attrs=css)
        for part, name in zip(self.widgets, (_("from"), _("to")), strict=True):
            part.attrs |= {"aria-label": name, "placeholder": name}

    def decompress(self, value):
        return [value.start, value.end] if value else [None, None]


@dataclass(frozen=True)
class Range:
    """Both ends belong to it; an end that is None is open."""

    start: object = None
    end: object = None


class RangeFilter(forms.MultiValueField):
    def __init__(self, path, part, *, label, **options):
        widget = RangeWidget(part.widget)
        super().__init__([part, part], label=label, required=False, widget=widget, require_all_fields=False, **options)
        self.path = path

    def compress(self, ends):
        start, end = ends or (None, None)
        if start is not None and end is not None and start > end:
            raise ValidationError(_("The beginning lies after the end."), code="range")
        return Range(start, end) if (start, end) != (None, None) else None

    def narrow(self, queryset, value):
        if value.start is not None:
            queryset = queryset.filter(**{f"{self.path}__gte": value.start})
        if value.end is not None:
            queryset = queryset.filter(**{f"{self.path}__lte": value.end})
        return queryset

    def words(self, value):
        start, end = (self.word(part) if part is not None else "" for part in (value.start, value.end))
        if not start:
            return _("to {end}").format(end=end)
        return _("from {start}").format(start=start) if not end else f"{start} – {end}"


class DateRangeFilter(RangeFilter):
    """With `moments` the path holds points in time, and the days are the days of our time zone."""

    def __init__(self, path, *, label=None, moments=False, **options):
        super().__init__(path, DateField(required=False), label=label or _("Date"), **options)
        self.moments = moments

    word = staticmethod(format_date)

    def narrow(self, queryset, value):
        if not self.moments:
            return super().narrow(queryset, value)
        if value.start:
            queryset = queryset.filter(**{f"{self.path}__gte": midnight(value.start)})
        if value.end:
            queryset = queryset.filter(**{f"{self.path}__lt": midnight(value.end + timedelta(days=1))})
        return queryset


class AmountRangeFilter(RangeFilter):
    """Both ends in cents."""

    def __init__(self, path, *, label=None, **options):
        super().__init__(path, MoneyField(required=False), label=label or _("Amount"), **options)

    word = staticmethod(amount)


def _pairs(choices):
    return getattr(choices, "choices", choices)
