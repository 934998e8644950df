"""In which company somebody closes deals or works them off."""

from django.http import Http404

from foundation.screens.forms import CommandForm

from ..queries.deals import company_of


def company_here(request):
    company = company_of(request.person)
    if company is None:
        raise Http404
    return company


def command():
    """The key of one small form; a template that names this gets a new one each time."""
    return CommandForm(auto_id=False)
