"""Who comes in by the provider of the house: people who work here, by a verified address, and nobody else."""

from datetime import timedelta
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from conftest import fresh
from foundation.access.actions.people import end_employment
from foundation.access.models import User
from foundation.access.provider import STRANGER
from foundation.desk.tests.conftest import second_factor
from foundation.organisation.models import Person
from foundation.records.models import AuditEvent

from .fake_provider import CLIENT, SECRET, provider

__all__ = ["second_factor"]
LOGIN = "/accounts/oidc/company/login/"


@pytest.fixture
def claims():
    return {"sub": "4711", "email": "back@nordlicht.example", "email_verified": True}


@pytest.fixture
def house(settings, claims):
    with provider(claims) as address:
        app = {"provider_id": "company", "name": "Haus", "client_id": CLIENT, "secret": SECRET}
        apps = [{**app, "settings": {"server_url": address}}]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}
        yield address


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def arrive(client):
    """To the provider and back; the answer of the portal."""
    away = client.post(LOGIN).url
    opener = build_opener(Stay)
    opener.error = lambda proto, request, answer, *rest: answer
    back = urlsplit(opener.open(away).headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def person_in(client):
    answer = client.get("/profile/")
    return answer.context["person"].email if answer.status_code == 200 else None


def test_a_person_is_found_by_the_verified_address_and_linked(cast, house):
    client = Client()
    arrive(client)
    assert person_in(client) == "back@nordlicht.example"
    assert [(one.user.person, one.uid) for one in SocialAccount.objects.all()] == [(fresh(cast.back), "4711")]
    linked = AuditEvent.objects.get(verb="access.user.linked")
    assert linked.key == str(User.objects.get(person=cast.back).pk)


def test_who_is_linked_comes_in_by_the_link(cast, house, claims):
    arrive(Client())
    claims["email"] = "neu@anderswo.example"
    client = Client()
    arrive(client)
    assert person_in(client) == "back@nordlicht.example"


STRANGERS = [
    {"email": "fremd@nordlicht.example"},
    {"email_verified": False},
    {"email": "", "email_verified": True},
]


@pytest.mark.parametrize("said", STRANGERS)
def test_nobody_else_comes_in_and_nobody_is_created(cast, house, claims, said):
    claims.update(said)
    people = Person.objects.count(), User.objects.count()
    client = Client()
    refused = arrive(client)
    assert refused.url == "/accounts/login/"
    assert str(STRANGER) in client.get(refused.url).content.decode()
    assert person_in(client) is None
    assert (Person.objects.count(), User.objects.count(), SocialAccount.objects.count()) == (*people, 0)


def test_who_has_left_does_not_come_in_even_when_linked(cast, house):
    arrive(Client())
    end_employment(fresh(cast.back), by=fresh(cast.admin), on=timezone.localdate() - timedelta(days=1), reason="Ende")
    client = Client()
    assert arrive(client).url == "/accounts/login/"
    assert person_in(client) is None


# what the provider says, what the house believes: is our own second factor still asked for?
FACTORS = [
    ({}, ["mfa"], True),
    ({"amr": ["pwd"]}, ["mfa"], True),
    ({"amr": ["pwd", "mfa"]}, ["mfa"], False),
    ({"acr": "mfa"}, ["mfa"], False),
    ({"amr": ["pwd", "mfa"]}, [], True),
]


@pytest.mark.parametrize(("said", "believed", "asked"), FACTORS)
def test_the_second_factor_of_who_has_one(cast, house, claims, settings, second_factor, said, believed, asked):
    second_factor(cast.back)
    settings.OIDC_SECOND_FACTOR = believed
    claims.update(said)
    client = Client()
    assert (arrive(client).url == "/accounts/2fa/authenticate/") is asked
    assert (person_in(client) is None) is asked


@pytest.mark.parametrize(("said", "believed", "asked"), FACTORS)
def test_a_privileged_role_without_one(cast, house, claims, settings, said, believed, asked):
    settings.OIDC_SECOND_FACTOR = believed
    claims.update(email="admin@nordlicht.example", **said)
    client = Client()
    arrive(client)
    assert (client.get("/profile/").status_code == 302) is asked


def test_nobody_links_a_second_address_by_himself(cast, house, claims, client_of):
    claims["email"] = "privat@anderswo.example"
    client = client_of(cast.front)
    away = client.post(f"{LOGIN}?process=connect").url
    opener = build_opener(Stay)
    opener.error = lambda proto, request, answer, *rest: answer
    back = urlsplit(opener.open(away).headers["Location"])
    client.get(f"{back.path}?{back.query}")
    assert not SocialAccount.objects.exists()
