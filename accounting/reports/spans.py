"""Which days of the books a scheduled report tells of."""

from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError
from foundation.reports.calc.spans import days_of
from foundation.reports.choices import Span

from ..queries.books import books_of, year_on

DAYS = tuple(Span)
WHOLE_MONTHS = (Span.PREVIOUS_MONTH, Span.PREVIOUS_QUARTER, Span.YEAR_SO_FAR, Span.PREVIOUS_YEAR)


def span_of(person, span, on):
    """(first, last). BusinessError `report.no_year` where the books do not hold them."""
    year = year_on(books_of(person), on)
    if year is None:
        raise BusinessError("report.no_year", _("The books have no fiscal year for that day."))
    return days_of(span, on, year.start)
