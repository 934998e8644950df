"""The proof of a backup: it is restored into a place of its own, verified there, and cleared away."""

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg2
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from psycopg2 import sql

from foundation.lib.errors import BusinessError


def rehearse(folder: Path) -> str:
    """Returns what the restore said. BusinessError when it did not end well."""
    with tempfile.TemporaryDirectory(prefix="backoffice-restore-") as place, _database(Path(place)) as url:
        own = {"DATABASE_URL": url, "VAR_DIR": place, "FILES_URL": "", "REDIS_URL": "", "DEMO": "false"}
        done = subprocess.run(
            [sys.executable, "manage.py", "restore", str(folder)],
            cwd=settings.BASE_DIR, env={**os.environ, **own}, capture_output=True, text=True,
        )  # fmt: skip
    if done.returncode:
        raise BusinessError("backup.not_restored", done.stderr.strip() or done.stdout.strip())
    return done.stdout.strip()


@contextmanager
def _database(place):
    if connection.vendor == "sqlite":
        yield f"sqlite:///{place / 'restored.sqlite3'}"
        return
    name = f"restore_{uuid4().hex}"
    address = settings.RESTORE_DATABASE_URL or _address()
    _on_server(address, "CREATE DATABASE {}", name)
    try:
        yield f"{address.rpartition('/')[0]}/{name}"
    finally:
        _on_server(address, "DROP DATABASE {} WITH (FORCE)", name)


def _address():
    return os.environ.get("OWNER_DATABASE_URL") or os.environ["DATABASE_URL"]


def _on_server(address, statement, name):
    server = psycopg2.connect(address)
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
    except psycopg2.errors.InsufficientPrivilege as error:
        sentence = _("To rehearse a restore, name in RESTORE_DATABASE_URL a role that may create databases.")
        raise BusinessError("backup.may_not_create", sentence) from error
    finally:
        server.close()
