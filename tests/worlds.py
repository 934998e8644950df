"""What many tests begin with is built once: it stands in a transaction around theirs, and each gets a copy of its objects.

`@world` turns a builder into a fixture. Its arguments are the worlds it is built upon. Before a test the worlds that it
does not ask for are rolled back and those that are missing are built, so no test sees more than it asked for, in
whatever order the tests run.
"""

from copy import deepcopy
from inspect import signature

import pytest
from django.db import transaction

_builders = {}


def world(build):
    name = build.__name__
    assert name not in _builders, f"there is a world {name} already"
    _builders[name] = build

    @pytest.fixture(name=name)
    def stand(request, db, worlds):
        return worlds.copies_for(request.node)[name]

    return stand


class Worlds:
    """The worlds that stand, the outermost first, as (name, its transaction, all objects up to it by name)."""

    def __init__(self):
        self.standing = []
        self._copies = None, {}

    def stand(self, wanted):
        while self.standing and [name for name, *_ in self.standing] != wanted[: len(self.standing)]:
            _name, atomic, _objects = self.standing.pop()
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
        for name in wanted[len(self.standing) :]:
            self._build(name)

    def _build(self, name):
        atomic = transaction.atomic()
        atomic._from_testcase = True  # as the transaction of a test: a durable one may stand in it
        atomic.__enter__()
        objects = deepcopy(self.standing[-1][-1]) if self.standing else {}
        below = {each: objects[each] for each in signature(_builders[name]).parameters}
        self.standing.append((name, atomic, objects))
        objects[name] = _builders[name](**below)

    def copies_for(self, node):
        """One for each test: what it does to an object is gone with it."""
        if self._copies[0] is not node:
            self._copies = node, deepcopy(self.standing[-1][-1])
        return self._copies[1]


def wanted_by(fixture_names):
    """The worlds among them and those that they are built upon, the lowest first."""
    asked = [name for name in _builders if name in fixture_names]
    below = {under for name in asked for under in wanted_by(signature(_builders[name]).parameters)}
    return [name for name in _builders if name in below or name in asked]


@pytest.fixture(scope="session")
def worlds(django_db_setup, django_db_blocker):
    worlds = Worlds()
    yield worlds
    with django_db_blocker.unblock():
        worlds.stand([])


@pytest.fixture
def worlds_of_the_test(request, worlds, django_db_blocker):
    with django_db_blocker.unblock():
        worlds.stand(wanted_by(request.fixturenames))


@pytest.fixture
def _django_db_helper(worlds_of_the_test, _django_db_helper):
    """pytest-django opens the transaction of a test in a fixture of this name; the worlds have to stand before."""
