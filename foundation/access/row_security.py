"""A second wall inside PostgreSQL, for installations that want it: rows that a side has no business with are not there.

With `ROW_SECURITY=true` the database itself finds out who reads (a session setting, made for each request and job), on
which side of the wall that person's grants stand today, and shows and takes rows accordingly. A connection that names
nobody sees nothing. It binds the role that the portal runs as; the owner of the tables, who migrates and backs up, is
not bound. Rooms name their tables in `apps.ready()`.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from foundation.records.day import TODAY

SYSTEM, NOBODY = "system", ""
PREFIX = "side_"
_SIDES = f"""
CREATE OR REPLACE FUNCTION bo_sides() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $sides$
  SELECT CASE
    WHEN coalesce(bo_actor('label'), '') LIKE 'system:%' OR current_setting('bo.reader', true) = 'system' THEN ARRAY['system']
    ELSE ARRAY(
      SELECT DISTINCT r.side::text FROM access_rolegrant g JOIN access_role r ON r.code = g.role_id
      WHERE g.person_id = CAST(coalesce(bo_actor('person'), nullif(nullif(current_setting('bo.reader', true), ''), 'system')) AS bigint)
        AND g.valid_from <= {TODAY}
        AND coalesce(g.valid_to, '9999-12-31') >= {TODAY})
  END
$sides$
"""


@dataclass(frozen=True)
class Protected:
    """Which sides read the rows of a table, and which write them. The portal itself does both."""

    table: str
    read: tuple[str, ...]
    insert: tuple[str, ...]
    update: tuple[str, ...]


_protected: dict[str, Protected] = {}


def protect(table, *, read, insert, update):
    _protected[table] = Protected(table, read, insert, update)


def protected():
    return list(_protected.values())


@contextmanager
def read_by(reader):
    """`reader` is the key of a person, or SYSTEM; while it lasts the database shows what that one may see."""
    if not is_on():
        yield
        return
    _tell(reader)
    try:
        yield
    finally:
        _tell(SYSTEM)


def is_on():
    return settings.ROW_SECURITY and connection.vendor == "postgresql"


def greet(sender, connection, **kwargs):
    """Outside of requests and jobs it is the portal itself that reads: commands, the sweeper, the clock."""
    if settings.ROW_SECURITY and connection.vendor == "postgresql":
        _tell(SYSTEM)


def _tell(reader):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('bo.reader', %s, false)", [str(reader)])


def install(sender, **kwargs):
    """After each migrate: the policies as they are declared, or none where the setting is off."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(_SIDES)
        for name, table in _installed(cursor):
            text = f'DROP POLICY "{name}" ON "{table}"'
            cursor.execute(text)
        for one in protected():
            switch = "ENABLE" if settings.ROW_SECURITY else "DISABLE"
            text = f'ALTER TABLE "{one.table}" {switch} ROW LEVEL SECURITY'
            cursor.execute(text)
            if settings.ROW_SECURITY:
                for text in _policies(one):
                    cursor.execute(text)


def _policies(one):
    """The sides are asked for once a statement, not once a row."""

    def stands(*sides):
        return f"(SELECT bo_sides()) && ARRAY[{', '.join(repr(str(side)) for side in (*sides, SYSTEM))}]"

    reads, writes = stands(*one.read), stands(*one.update)
    yield f'CREATE POLICY "{PREFIX}read" ON "{one.table}" FOR SELECT USING ({reads})'
    yield f'CREATE POLICY "{PREFIX}insert" ON "{one.table}" FOR INSERT WITH CHECK ({stands(*one.insert)})'
    yield f'CREATE POLICY "{PREFIX}update" ON "{one.table}" FOR UPDATE USING ({writes}) WITH CHECK ({writes})'
    yield f'CREATE POLICY "{PREFIX}delete" ON "{one.table}" FOR DELETE USING ({stands()})'


def _installed(cursor):
    cursor.execute(
        "SELECT policyname, tablename FROM pg_policies WHERE schemaname = current_schema() AND starts_with(policyname, %s)",
        [PREFIX],
    )
    return cursor.fetchall()
