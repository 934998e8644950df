"""Small differences between the two databases, kept in one place."""

from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from .actor import actor_field
from .day import day_of, days_between

SERIALIZATION_FAILURE, DEADLOCK = "40001", "40P01"


def prepare(sender, connection, **kwargs):
    if connection.vendor == "sqlite":
        connection.connection.create_function("bo_actor", 1, actor_field)
        connection.connection.create_function("bo_day", 1, day_of, deterministic=True)
        connection.connection.create_function("bo_days", 2, days_between, deterministic=True)


@contextmanager
def snapshot():
    """One consistent view for a long read that holds up no writer."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        connection.ensure_connection()
        connection.connection.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            connection.connection.execute("ROLLBACK")


def one_at_a_time(key):
    """Whoever comes here with the same key waits until the other's transaction has ended. On SQLite all writers do."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def retrying(action, attempts=3):
    """Run a whole transaction again when the database chose it as the victim of a deadlock or a serialization failure."""
    try:
        return action()
    except OperationalError as error:
        state = getattr(error.__cause__, "pgcode", None)
        if state not in (SERIALIZATION_FAILURE, DEADLOCK) or attempts == 1 or connection.in_atomic_block:
            raise
    return retrying(action, attempts - 1)
