from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.screens.filters import ChoiceFilter, Filters
from foundation.screens.forms import CommandForm

from ..models import ImportRow


class RowFilters(Filters):
    finding = ChoiceFilter("finding", ImportRow.Finding, label=_("Finding"))


class UploadForm(CommandForm):
    file = forms.FileField(label=_("File"))
