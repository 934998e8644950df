"""Each database copied and laid back by its own means. A plain copy of a database at work is not a backup."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from foundation.lib.errors import BusinessError
from foundation.records.database import snapshot

DUMP = "database"
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
)


def dump(folder: Path) -> dict[str, int]:
    """Writes the database into `folder` and returns how many rows each table of this very copy has."""
    return {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}[connection.vendor](folder / DUMP)


def load(folder: Path) -> None:
    {"sqlite": _load_sqlite, "postgresql": _load_postgresql}[connection.vendor](folder / DUMP)


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        return _count(cursor, sorted(connection.introspection.table_names(cursor)))


def is_empty() -> bool:
    return not connection.introspection.table_names()


def let_the_portal_in() -> None:
    """Where another role owns the tables: the portal's own can neither disable a trigger nor empty a table at once."""
    if role := os.environ.get("PORTAL_DATABASE_ROLE"):
        with connection.cursor() as cursor:
            for grant in GRANTS:
                statement = grant.format(role=connection.ops.quote_name(role))
                cursor.execute(statement)


def _count(cursor, tables):
    counts = {}
    for table in tables:
        name = connection.ops.quote_name(table)
        cursor.execute(f"SELECT count(*) FROM {name}")  # nosemgrep: sql-takes-parameters - named by the database
        (counts[table],) = cursor.fetchone()
    return counts


def _dump_sqlite(target):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
        tables = sorted(connection.introspection.table_names(cursor))
    with closing(sqlite3.connect(f"file:{target}?mode=ro", uri=True)) as copy:
        return _count(copy.cursor(), tables)


def _load_sqlite(source):
    target = Path(connection.settings_dict["NAME"])
    connection.close()
    for leftover in ("", "-wal", "-shm"):  # empty, as was checked
        target.with_name(target.name + leftover).unlink(missing_ok=True)
    part = target.with_name(target.name + ".part")
    shutil.copyfile(source, part)
    part.replace(target)


def _dump_postgresql(target):
    with snapshot(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (shared,) = cursor.fetchone()
        _run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--snapshot={shared}", f"--file={target}")
        return _count(cursor, sorted(connection.introspection.table_names(cursor)))


def _load_postgresql(source):
    name = connection.settings_dict["NAME"]
    _run("pg_restore", "--no-owner", "--no-acl", "--single-transaction", f"--dbname={name}", str(source))


def _run(program, *arguments):
    """The address goes by environment: arguments can be read by everybody on the machine."""
    address = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {name: str(connection.settings_dict[key]) for name, key in address.items() if connection.settings_dict[key]}
    try:
        done = subprocess.run([program, *arguments], env={**os.environ, **given}, capture_output=True, text=True)
    except FileNotFoundError as error:
        sentence = _("{program} is missing. Install it: sudo apt-get install postgresql-client").format(program=program)
        raise BusinessError("backup.no_program", sentence) from error
    if done.returncode:
        raise BusinessError("backup.program_failed", done.stderr.strip())
