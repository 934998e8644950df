"""`kill -9` of the migration at any moment: `python -m tests.faults.migration_killed [sqlite] [postgresql]`.

Started again it ends where it should, with every guard in its place; books can be opened and hold.
"""

import random
import subprocess
import sys
import time

from tests.portal import ROOT, Portal

from .house import main, told
from .servers import Postgres, folder, started

KILLS = 8
LONGEST_SECONDS = 8


def trial(database):
    with folder() as here:
        if database == "sqlite":
            return kill_migrations(Portal(f"sqlite:///{here / 'books.sqlite3'}", here, patience=600), database)
        with started(Postgres(here)) as server:
            return kill_migrations(Portal(server.url, here, patience=600), database)


def kill_migrations(portal, database):
    killed = sum(migrate_for(portal, random.uniform(1, LONGEST_SECONDS)) for _turn in range(KILLS))
    ended = portal.manage("migrate", "-v0")
    checked = portal.manage("check", "--database", "default", "--fail-level", "WARNING")
    failures = [run.stderr for run in (ended, checked) if run.returncode]
    assert not failures, failures[0][-1500:]
    portal.told("prepare()")
    portal.told("post(drafts(3))")
    return told(portal, f"R17 migration killed, {database}", f"{killed} kills", failures=failures)


def migrate_for(portal, seconds):
    """Whether it had to be killed."""
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    process = subprocess.Popen(command, cwd=ROOT, env=portal.environment(), stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    killed = process.poll() is None
    process.kill()
    process.wait()
    return killed


if __name__ == "__main__":
    main(trial)
