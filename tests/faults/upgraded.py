"""An upgrade while people write and the worker of the older version runs on: `python -m tests.faults.upgraded [sqlite] [postgresql]`.

`OLD` names the commit of the older version. Its web server goes on until the upgrade has ended, its worker to the end: what it
knows it does, what it does not know it leaves to the worker of today.
"""

import os
import subprocess
from contextlib import contextmanager

from tests.portal import ROOT, Portal

from .house import House, Writers, all_jobs_ended, ask, bell, main, until, with_books
from .servers import Postgres, folder, started

OLD = os.environ.get("OLD", "HEAD~20")
REPORTS = 3
UNNOTED = """
    SELECT text FROM accounting_entry entry WHERE NOT EXISTS (
      SELECT 1 FROM records_auditevent WHERE table_name = 'accounting_entry' AND operation = 'insert'
      AND row_key = CAST(entry.id AS text))
"""


def trial(database):
    with folder() as here, older(here) as root:
        if database == "sqlite":
            return upgrade(Portal(f"sqlite:///{here / 'books.sqlite3'}", here, patience=600, root=root), database)
        with started(Postgres(here)) as server:
            return upgrade(Portal(server.url, here, patience=600, root=root), database)


@contextmanager
def older(here):
    """A folder with the code of that time."""
    root = here / "older"
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "add", "-q", "--detach", str(root), OLD], check=True)
    try:
        yield root
    finally:
        subprocess.run([*git, "remove", "--force", str(root)], check=True)


def upgrade(portal, database):
    today = Portal(portal.url, portal.folder, portal.patience)
    with_books(portal)
    with bell(portal) as redis, House(portal, REDIS_URL=redis.url) as house, Writers(house) as writers:
        portal.told(f"ask_for_reports({REPORTS})")
        writers.wait_for_more()
        upgraded = today.manage("upgrade", REDIS_URL=redis.url, BACKUP_DIR=str(portal.folder / "backups"))
        house.portal = today
        house.web.move(ROOT)
        today.told(f"ask_for_reports({REPORTS})")
        writers.wait_for_more()
        until(lambda: all_jobs_ended(today), patience=300)
    reports = ask(today, "SELECT state FROM jobs_job WHERE kind = 'reports.run'")
    failures = [upgraded.stderr] if upgraded.returncode else []
    failures += [f"not in the audit trail: {text}" for (text,) in ask(today, UNNOTED)]
    failures += [f"report {state}" for (state,) in reports if state != "done"]
    return writers.verdict(
        f"R18 upgrade beside an older worker, {database}", *failures, more=f"{len(reports)} reports asked for"
    )


if __name__ == "__main__":
    main(trial)
