from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import requires
from foundation.lib.charts import Point
from foundation.screens.templatetags.screens import amount

from ..queries.results import results_by_month, together
from .scope import books


@require_safe
@requires("accounting.result:view")
def results(request):
    """Sums of months and nothing of what they are made of: the front office reads them too."""
    months = results_by_month(books(request), timezone.localdate())
    rows = [(f"{MONTHS[month.start.month]} {month.start.year}", month) for month in months]
    context = {
        "title": _("Result by month"),
        "rows": rows,
        "sums": together(months),
        "series": [Point(label, month.result, amount(month.result)) for label, month in rows],
    }
    return render(request, "accounting/results.html", context)
