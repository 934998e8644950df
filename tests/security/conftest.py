"""Signing in as a browser does, and everything that the world of the doors has."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client

from conftest import PASSWORD
from foundation.access.models import User
from foundation.records.actor import acting
from tests.test_doors import READING, WRITING, listed, world

__all__ = ["world"]
LOGIN, CODE = "/accounts/login/", "/accounts/2fa/authenticate/"
# The address of a calendar is itself the secret.
ADDRESSES = [address for address in listed(READING) if not address.startswith(("/admin/", "/calendar/"))]
FORMS = listed(WRITING)
OUTSIDE = "203.0.113.7"


class Counting(MD5PasswordHasher):
    """How often a password was turned into its hash: the work that a stranger could measure."""

    times = 0

    def encode(self, password, salt):
        type(self).times += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def sign_in():
    """`sign_in(email)` in a browser of its own, with the right password unless told otherwise."""

    def sign_in(email, password=PASSWORD, client=None, **headers):
        client = client or Client(**headers)
        client.answer = client.post(LOGIN, {"login": email, "password": password})
        return client

    return sign_in


@pytest.fixture
def totp():
    """`totp(person)` sets up a second factor; calling what it returns gives the code of the moment."""

    def totp(person):
        secret = generate_totp_secret()
        with acting("system:test"):
            TOTP.activate(User.objects.get(person=person), secret)
        return lambda: format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    return totp


@pytest.fixture
def recovery_codes():
    def recovery_codes(person):
        with acting("system:test"):
            return RecoveryCodes.activate(User.objects.get(person=person)).get_unused_codes()

    return recovery_codes


def signed_in(client):
    return "_auth_user_id" in client.session
