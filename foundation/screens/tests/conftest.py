from datetime import date

import pytest
from django.contrib.messages.storage import default_storage
from django.test import RequestFactory

from foundation.organisation.models import Company, Person
from foundation.records.actor import acting


@pytest.fixture
def company(db):
    with acting("system:test"):
        return Company.objects.create(name="Nordlicht Handel GmbH", code="nordlicht")


@pytest.fixture
def hire(company):
    """`hire("Ada Sommer", joined="2024-01-01")` puts a person into the company."""

    def hire(name, joined="2024-01-01", left=None):
        first, last = name.split()
        with acting("system:test"):
            return Person.objects.create(
                company=company,
                first_name=first,
                last_name=last,
                email=f"{first}.{last}@example.com".lower(),
                joined_on=date.fromisoformat(joined),
                left_on=left and date.fromisoformat(left),
            )

    return hire


@pytest.fixture
def ask():
    """A request of a person, without the way through the middleware."""

    def ask(query="", *, person=None, method="get", data=None, **headers):
        request = getattr(RequestFactory(), method)(f"/people/{query}", data, headers=headers)
        request.person = person
        request.session = {}
        request._messages = default_storage(request)
        return request

    return ask
