import time
from contextlib import contextmanager

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection

from foundation.access.models import User
from foundation.records import guards
from foundation.records.actor import acting


@pytest.fixture
def second_factor():
    def second_factor(person):
        with acting("system:test"):
            TOTP.activate(User.objects.get(person=person), generate_totp_secret())

    return second_factor


@pytest.fixture
def secure_client_of(client_of, second_factor):
    """Signed in a moment ago, with the second factor that privileged roles need."""

    def sign_in(person):
        second_factor(person)
        client = client_of(person)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
        session["account_authentication_methods_user"] = str(User.objects.get(person=person).pk)
        session.save()
        return client

    return sign_in


@pytest.fixture
def without_guards():
    """What the owner of the database could do."""

    @contextmanager
    def without_guards():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")
                yield
                cursor.execute("SET session_replication_role = DEFAULT")
        else:
            guards.drop(connection)
            yield
            guards.install(connection)

    return without_guards
