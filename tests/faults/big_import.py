"""A booking batch of 100,000 rows from the file to the drafts: `python -m tests.faults.big_import [rows]`.

Each step runs in a process of its own and is told in processor seconds, in multiples of writing the same rows with
plain SQL, and with the memory at its peak.
"""

import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.portal import Portal

STEPS = ("understand", "stage_file", "read_staged", "bring_in_staged")


def main(rows):
    with tempfile.TemporaryDirectory() as folder:
        portal = Portal(f"sqlite:///{folder}/books.sqlite3", Path(folder), patience=3600)
        assert portal.manage("migrate", "-v0").returncode == 0
        portal.told("prepare()")
        file = str(Path(folder) / "EXTF_Buchungsstapel.csv")
        portal.told(f"write_file({file!r}, {rows})")
        plain = plain_sql(Path(folder) / "plain.sqlite3", rows)
        print(f"plain SQL {plain:.1f} s")
        for step in STEPS:
            seconds, memory = portal.told(f"measured({step}, {file!r})")
            print(f"{step:16} {seconds:6.1f} s  {seconds / plain:5.0f} x plain SQL  {memory} MB")
        state = portal.told("state()")
        lost, doubled = max(0, rows - state["drafts"]), max(0, state["drafts"] - rows)
        print(f"lost {lost} doubled {doubled}")
        return lost or doubled or len(state["broken"])


def plain_sql(path, rows):
    """An entry and three lines for each row, without keys, guards and audit."""
    start = time.process_time()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, day TEXT, number TEXT, text TEXT, total INTEGER)")
        database.execute("CREATE TABLE line (entry INTEGER, account INTEGER, debit INTEGER, credit INTEGER)")
        database.executemany(
            "INSERT INTO entry VALUES (?, '2026-02-22', ?, 'Beratung', 11900)",
            ((row, f"RE-{row}") for row in range(rows)),
        )
        database.executemany("INSERT INTO line VALUES (?, 1, 11900, 0)", ((row // 3,) for row in range(3 * rows)))
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 100_000))
