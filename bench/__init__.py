"""Benchmarks. Each works in a database of its own, beside the one of DATABASE_URL, and prints a peer's figure too.

The settings learn of that database here, before anything reads them.
"""

import os
import tempfile

import django

SERVER = os.environ.get("DATABASE_URL", "")
NAME = f"bench_{os.getpid()}"
FOLDER = tempfile.TemporaryDirectory(prefix="bench-")

POSTGRESQL = SERVER.startswith("postgres")
URL = f"{SERVER.rsplit('/', 1)[0]}/{NAME}" if POSTGRESQL else f"sqlite:///{FOLDER.name}/{NAME}.sqlite3"

os.environ.update(
    DATABASE_URL=URL,
    DJANGO_SETTINGS_MODULE="backoffice.settings",
    VAR_DIR=FOLDER.name,
    DEBUG="false",
    SECRET_KEY="x" * 50,
)
django.setup()
