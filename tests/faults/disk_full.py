"""Full disks, as root: under the database, and under the files. `python -m tests.faults.disk_full [seconds] [sqlite] [postgresql]`."""

import sys
import time
from contextlib import ExitStack
from uuid import uuid4

from .house import House, Writers, prepared, until
from .servers import fill, folder, small_disk

SIZES = {"sqlite": 60, "postgresql": 500}  # MB; a cluster and its log of writes take more
SAID = {"sqlite": (302, 507), "postgresql": (302, 503, 507)}
BUSY = 503
PIECE = b"x" * 1_000_000


def under_the_database(database, seconds):
    """PostgreSQL refuses what needs space. When its log of writes needs some it stops, and is started again."""
    with ExitStack() as stack:
        here = stack.enter_context(folder())
        disk = stack.enter_context(small_disk(here / "disk", SIZES[database]))
        portal, server = stack.enter_context(prepared(database, place=disk))
        with House(portal) as house, Writers(house) as writers:
            writers.wait_for_more()
            ballast = fill(disk)
            until(lambda: writers.answers[507] + writers.answers[503])
            time.sleep(seconds / 2)
            if server is not None:
                server.begin_segment()
            time.sleep(seconds / 2)
            ballast.unlink()
            stopped = server is not None and not server.runs()
            if stopped:
                server.start()
            start = time.monotonic()
            writers.wait_for_more()
            back = time.monotonic() - start
        others = [f"{count} x {status}" for status, count in writers.answers.items() if status not in SAID[database]]
        more = f"{'the server had stopped, ' if stopped else ''}ten more posts after {back:.0f} s"
        return writers.verdict(f"R12 disk of the database full {seconds} s, {database}", *others, more=more)


def under_the_files(seconds):
    """Entries are captured all the while; a document is refused in a sentence, and taken once there is space."""
    with prepared() as (portal, _server), small_disk(portal.folder / "files", 5) as disk, House(portal) as house:
        (entry,) = portal.told("drafts(1)")
        with Writers(house) as writers:
            back, ballast, key = house.visitor("back"), fill(disk), uuid4()
            full, page = attached(back, entry, key)
            said = "kein Platz" in page
            time.sleep(seconds)
            ballast.unlink()
            free, _page = attached(back, entry, key)
            writers.wait_for_more()
        answers = (
            [f"the document was answered {full}, then {free}"] if (full[-1], said, free[-1]) != (507, True, 302) else []
        )
        refused = [f"{status} while the disk was full" for status in writers.answers if status != 302]
        more = f"document {full}, then {free}"
        return writers.verdict(f"R12 disk of the files full {seconds} s", *answers, *refused, more=more)


def attached(visitor, entry, key):
    """All answers and the last page. Where the database was busy the document is sent again, as the page asks."""
    answers = []
    while True:
        status, page = visitor.attach(entry, key, [PIECE])
        answers.append(status)
        if status != BUSY or "Die Datenbank antwortet nicht" not in page:
            return answers, page


if __name__ == "__main__":
    long = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 30)
    databases = [word for word in sys.argv[1:] if not word.isdecimal()] or ["sqlite", "postgresql"]
    well = [*(under_the_database(database, long) for database in databases), under_the_files(long)]
    sys.exit(0 if all(well) else 1)
