"""The cast that every test knows, and a database that keeps the guards."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client

from foundation.access.actions.people import create_person_with_login
from foundation.access.actions.roles import grant_founding
from foundation.access.models import Role, User
from foundation.organisation.choices import Side
from foundation.organisation.models import Company, Person, Unit
from foundation.records.actor import acting
from tests.worlds import _django_db_helper, world, worlds, worlds_of_the_test

__all__ = ["_django_db_helper", "worlds", "worlds_of_the_test"]
PASSWORD = "korrekt-pferd-batterie"
SINCE = date(2020, 1, 1)
CAST = {
    "front": ("Frieda", "Front", ("staff", "front.trader")),
    "back": ("Bert", "Buch", ("staff", "back.accounting")),
    "second": ("Bea", "Beleg", ("staff", "back.accounting")),
    "other": ("Olaf", "Other", ("staff", "back.hr")),
    "manager": ("Mara", "Manager", ("staff", "back.head")),
    "admin": ("Ada", "Admin", ("staff", "admin.access")),
    "admin2": ("Anton", "Admin", ("staff", "admin.access")),
    "sysadmin": ("Sigi", "System", ("staff", "admin.system")),
    "auditor": ("Rita", "Revision", ("audit.internal",)),
}


@pytest.fixture(autouse=True)
def plain_installation(settings, tmp_path):
    settings.DEMO = False
    settings.FILES_DIR = tmp_path / "files"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def make_cast():
    """Nine people, one for each way of looking at the portal. Inside `acting`."""
    company = Company.objects.create(name="Nordlicht Handel GmbH", code="nordlicht", city="Lübeck")
    unit = Unit.objects.create(company=company, name="Zentrale", side=Side.NEUTRAL)
    people = {
        name: create_person_with_login(
            company=company, unit=unit, first_name=first, last_name=last, email=f"{name}@nordlicht.example",
            joined_on=SINCE, password=PASSWORD,
        )
        for name, (first, last, _roles) in CAST.items()
    }  # fmt: skip
    for name, (_first, _last, roles) in CAST.items():
        approver = people["admin2" if name == "admin" else "admin"]
        for role in roles:
            grant_founding(
                person=people[name],
                role=Role.objects.get(pk=role),
                approved_by=approver,
                valid_from=SINCE,
                reason="cast",
            )
    return SimpleNamespace(company=company, unit=unit, **people)


@world
def cast():
    with acting("system:test"):
        return make_cast()


def fresh(person):
    """The same person with rights read anew, as in the next request."""
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def client_of():
    """A browser in which this person is signed in."""

    def sign_in(person):
        client = Client()
        with acting("system:test"):
            client.force_login(User.objects.get(person=person), backend="foundation.access.backends.PersonBackend")
        return client

    return sign_in
