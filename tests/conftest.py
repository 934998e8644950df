"""A prepared portal, copied for each test that needs several processes or connections: data that really commits."""

import os
import shutil
from contextlib import closing
from uuid import uuid4

import psycopg2
import pytest
from django.db import connection
from playwright.sync_api import sync_playwright

from accounting.tests.conftest import bank, books, capture
from foundation.desk.tests.conftest import second_factor, secure_client_of
from foundation.documents.tests.conftest import bucket, s3

from .portal import Portal
from .serving import serving
from .walker import Walker

__all__ = ["Portal", "bank", "books", "bucket", "capture", "s3", "second_factor", "secure_client_of"]


class _Files:
    """SQLite: a copy is a copy of the file."""

    def __init__(self, folder):
        self.folder = folder

    def url(self, name):
        return f"sqlite:///{self.folder / name}.sqlite3"

    def copy(self, source, name):
        shutil.copy(self.folder / f"{source}.sqlite3", self.folder / f"{name}.sqlite3")

    def create(self, name):
        """The first migration makes the file."""

    def drop(self, name):
        (self.folder / f"{name}.sqlite3").unlink()


class _Server:
    """PostgreSQL: a copy is made from a template."""

    def __init__(self):
        self.at = {name: connection.settings_dict[name.upper()] for name in ("user", "password", "host", "port")}

    def url(self, name):
        return "postgres://{user}:{password}@{host}:{port}/".format(**self.at) + name

    def copy(self, source, name):
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')

    def create(self, name):
        self._say(f'CREATE DATABASE "{name}"')

    def drop(self, name):
        self._say(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _say(self, statement):
        server = psycopg2.connect(self.url("postgres"))
        server.autocommit = True  # a database is made outside any transaction
        with closing(server), server.cursor() as cursor:
            cursor.execute(statement)


@pytest.fixture(scope="session")
def prepared_database(tmp_path_factory):
    """`prepared_database()` gives the URL of a fresh copy of a portal with the cast of the tests and books for 2026."""
    folder = tmp_path_factory.mktemp("prepared")
    databases = _Files(folder) if connection.vendor == "sqlite" else _Server()
    made = [f"prepared_{uuid4().hex[:12]}"]
    databases.create(made[0])

    def copy():
        made.append(f"{made[0]}_{len(made)}")
        databases.copy(made[0], made[-1])
        return databases.url(made[-1])

    try:
        template = Portal(databases.url(made[0]), folder)
        migrated = template.manage("migrate", "-v0")
        assert migrated.returncode == 0, migrated.stderr
        template.told("prepare()")
        yield copy
    finally:
        for name in made:
            databases.drop(name)


@pytest.fixture
def empty_database(tmp_path):
    """`empty_database()` gives the URL of a database without any table."""
    databases = _Files(tmp_path) if connection.vendor == "sqlite" else _Server()
    made = []

    def create():
        made.append(f"empty_{uuid4().hex[:12]}")
        databases.create(made[-1])
        return databases.url(made[-1])

    yield create
    for name in made:
        databases.drop(name)


@pytest.fixture
def portal(prepared_database, tmp_path):
    return Portal(prepared_database(), tmp_path)


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The address of the demo company."""
    folder = tmp_path_factory.mktemp("demo")
    with serving(Portal(_Files(folder).url("demo"), folder), DEMO="true") as address:
        yield address


@pytest.fixture
def new_portal(tmp_path):
    """A portal on its first day."""
    return Portal(_Files(tmp_path).url("new"), tmp_path)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in():
    """The cookies of those who signed in already: a code serves once."""
    return {}


@pytest.fixture
def walker(chromium, demo, signed_in):
    """`walker("Gesa Paulsen")` opens a window in which she is signed in; without a name nobody is."""
    opened = []

    def start(person=None, **options):
        one = Walker(chromium, demo, **options)
        opened.append(one)
        if person in signed_in:
            one.context.add_cookies(signed_in[person])
        elif person:
            signed_in[person] = one.sign_in(person).context.cookies()
        return one

    yield start
    for one in opened:
        one.context.close()
