"""Whose books, which year: the questions that every page of the room asks first."""

from django.http import Http404
from django.utils import timezone

from foundation.lib.dates import parse_date
from foundation.lib.errors import BusinessError
from foundation.screens.forms import CommandForm

from ..queries.books import books_of, current_year, years


def books(request):
    company = books_of(request.person)
    if company is None:
        raise Http404
    return company


def year_asked(request, company):
    """The fiscal year in the address, else that of today; None where no year was opened."""
    asked = request.GET.get("year", "")
    chosen = years(company).filter(pk=asked).first() if asked.isdecimal() and len(asked) < 18 else None
    return chosen or current_year(company)


def command():
    """The key of one small form; a template that names this gets a new one each time."""
    return CommandForm(auto_id=False)


def day_typed(text):
    """The day that stands in a form; today where it cannot be read yet."""
    try:
        return parse_date(text, timezone.localdate())
    except BusinessError:
        return timezone.localdate()
