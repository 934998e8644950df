"""A database for one run: made beside the one of DATABASE_URL, filled with a small company, and removed at the end."""

import os
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import django
import environ
import psycopg2

NAME = f"bench_{os.getpid()}"
DAY = date(2026, 3, 16)


@contextmanager
def database():
    """Sets DATABASE_URL before Django is set up. Yields the company with its books and its two bookkeepers."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="backoffice.settings", VAR_DIR=folder, DEBUG="false", SECRET_KEY="x" * 50
        )
        url = os.environ.get("DATABASE_URL", "")
        with _postgresql(url) if url.startswith("postgres") else _sqlite(folder):
            yield _company()


@contextmanager
def _sqlite(folder):
    os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
    yield


@contextmanager
def _postgresql(url):
    parts = environ.Env.db_url_config(url)
    keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    server = psycopg2.connect(dbname="postgres", **{name: parts[key] for name, key in keys.items() if parts[key]})
    server.autocommit = True
    cursor = server.cursor()
    cursor.execute(f"CREATE DATABASE {NAME}")
    os.environ["DATABASE_URL"] = f"{url.rsplit('/', 1)[0]}/{NAME}"
    try:
        yield
    finally:
        cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
        server.close()


def _company():
    django.setup()
    # Django's own modules can be read only after it was set up.
    from django.core.management import call_command

    from bench.company import found

    call_command("migrate", verbosity=0)
    return SimpleNamespace(**found())


@contextmanager
def clock(spent, name):
    start = time.perf_counter()
    yield
    spent[name] = spent.get(name, 0) + time.perf_counter() - start
