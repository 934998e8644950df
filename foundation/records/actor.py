"""Who acts. The database is told inside the transaction, and its triggers refuse a write by nobody."""

import os
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.db import OperationalError, connection, transaction


@dataclass(frozen=True)
class Actor:
    label: str
    person: int | None = None
    session: str = ""
    request: str = ""
    why: str = ""


NOBODY = Actor("")


@dataclass(frozen=True)
class Origin:
    """Where the work comes from: a request or a job carries these through to each audit row."""

    session: str = ""
    request: str = ""


_mark = {"of": lambda person: ""}


def ask_for_mark(of):
    """The access room, two floors above, knows when a person acts in an emergency, and marks each event of his."""
    _mark["of"] = of


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)
_right: ContextVar[tuple[int, int | None] | None] = ContextVar("right", default=None)
_origin: ContextVar[Origin] = ContextVar("origin", default=Origin())


def current_origin():
    return _origin.get()


@contextmanager
def coming_from(**origin):
    token, right = _origin.set(replace(_origin.get(), **origin)), _right.set(None)
    try:
        yield
    finally:
        _right.reset(right)
        _origin.reset(token)


def using_right_of(person, principal):
    """The right that was asked for last is the one that is used: one's own, or that of the principal of a deputy."""
    _right.set((person.pk, principal.pk if principal else None))


def principal_of_actor():
    """The key of the person as whose deputy the actor acts, or None."""
    actor, right = _actor.get(), _right.get()
    return right[1] if actor and right and right[0] == actor.person else None


@contextmanager
def acting(who, why=""):
    """The only door to a write: names the actor and opens the transaction.

    `who` is a person, or a label such as `"system:demo"`. May be nested; the inner actor holds until its block ends.
    """
    outer = _actor.get()
    actor = _actor_of(who, why)
    token = _actor.set(actor)
    try:
        with transaction.atomic():
            if actor != outer:
                _tell_database(actor)
            yield actor
            if actor != outer and (outer or connection.savepoint_ids):
                _tell_database(outer or NOBODY)
    finally:
        _actor.reset(token)


def _actor_of(who, why):
    origin = _origin.get()
    if isinstance(who, str):
        return Actor(who, None, origin.session, origin.request, why[:200])
    marked = " ".join(filter(None, [_mark["of"](who), why]))
    return Actor(f"person:{who.pk}", who.pk, origin.session, origin.request, marked[:200])


def _tell_database(actor):
    """PostgreSQL keeps the actor in transaction-local settings; SQLite asks us back through `bo_actor`."""
    if connection.vendor != "postgresql":
        _wait_for_guards()
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('bo.label', %s, true), set_config('bo.person', %s, true),"
            " set_config('bo.session', %s, true), set_config('bo.request', %s, true), set_config('bo.why', %s, true)",
            [actor.label, str(actor.person or ""), actor.session, actor.request, actor.why],
        )


def _wait_for_guards():
    """SQLite changes its tables without guards; meanwhile nobody writes but the process that changes them."""
    (process,) = connection.connection.execute("PRAGMA user_version").fetchone()
    if process not in (0, os.getpid()):
        raise OperationalError("database is locked: its tables are being changed")


def actor_field(field):
    """SQL function `bo_actor(field)` on SQLite. A writer from outside the portal has no such function and is refused."""
    actor = _actor.get()
    return getattr(actor, field) if actor else None
