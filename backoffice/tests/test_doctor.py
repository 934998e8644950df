import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from backoffice.doctor import refuse_unsafe
from foundation.lib.tests.conftest import english
from foundation.records import guards

__all__ = ["english"]


@pytest.fixture
def safe(db, english, settings):
    settings.SECRET_KEY = "of-the-tests-" * 4
    settings.ALLOWED_HOSTS = ["localhost"]
    return settings


def test_a_safe_portal_starts(safe):
    refuse_unsafe()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is shorter"),
        ("SECRET_KEY", "django-insecure-" * 5, "a default"),
        ("DEBUG", True, "DEBUG is on"),
        ("ALLOWED_HOSTS", ["portal.example.com"], "Passwords would travel in the open to portal.example.com"),
        ("ALLOWED_HOSTS", ["*"], "in the open"),
    ],
)
def test_unsafe_settings_are_not_served(safe, name, value, sentence):
    setattr(safe, name, value)
    with pytest.raises(SystemExit, match=sentence):
        refuse_unsafe()


def test_with_tls_the_world_may_see_it(safe):
    safe.ALLOWED_HOSTS, safe.TLS = ["portal.example.com"], True
    refuse_unsafe()


def test_tables_of_a_newer_version_are_not_served(safe):
    MigrationRecorder(connection).record_applied("accounting", "9999_of_tomorrow")
    with pytest.raises(SystemExit, match="newer version"):
        refuse_unsafe()


def test_without_one_of_its_guards_nothing_is_served(safe):
    guard = guards.registered()[0]
    of_table = f'ON "{guard.table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{guard.trigger}" {of_table}')
    with pytest.raises(SystemExit, match="Guards"):
        refuse_unsafe()
