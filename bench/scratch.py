"""A database for one run, filled with a small company, and removed at the end."""

import time
from contextlib import contextmanager, nullcontext
from datetime import date
from types import SimpleNamespace

import environ
import psycopg2
from django.core.management import call_command

from bench import NAME, POSTGRESQL, SERVER
from bench.company import found

DAY = date(2026, 3, 16)


@contextmanager
def database():
    """Yields the company with its books and its two bookkeepers."""
    with _postgresql() if POSTGRESQL else nullcontext():
        call_command("migrate", verbosity=0)
        yield SimpleNamespace(**found())


@contextmanager
def _postgresql():
    parts = environ.Env.db_url_config(SERVER)
    keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    server = psycopg2.connect(dbname="postgres", **{name: parts[key] for name, key in keys.items() if parts[key]})
    server.autocommit = True
    cursor = server.cursor()
    cursor.execute(f"CREATE DATABASE {NAME}")
    try:
        yield
    finally:
        cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
        server.close()


@contextmanager
def clock(spent, name):
    """Adds the seconds that passed, and of these the seconds that this process itself was busy."""
    wall, busy = time.perf_counter(), time.process_time()
    yield
    before = spent.get(name, (0, 0))
    spent[name] = (before[0] + time.perf_counter() - wall, before[1] + time.process_time() - busy)
