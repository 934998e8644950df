from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.screens.filters import ChoiceFilter, Filters
from foundation.screens.forms import CommandForm

from .models import TableImportRow


class RowFilters(Filters):
    finding = ChoiceFilter("finding", TableImportRow.Finding, label=_("Finding"))


class UploadForm(CommandForm):
    file = forms.FileField(label=_("File"), help_text=_("CSV or XLSX, with the names of the columns in the first row."))
