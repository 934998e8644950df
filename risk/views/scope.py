from django.http import Http404

from ..queries.companies import company_of


def company_asked(request):
    company = company_of(request.person)
    if company is None:
        raise Http404
    return company
