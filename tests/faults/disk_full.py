"""Full disks, as root: under the database, and under the files. `python -m tests.faults.disk_full [seconds]`."""

import sys
import time
from uuid import uuid4

from .house import House, Writers, prepared, until
from .servers import fill, folder, small_disk

SAID = (302, 507)
PIECE = b"x" * 1_000_000


def under_the_database(seconds):
    with folder() as here, small_disk(here / "disk", 60) as disk, prepared(place=disk) as (portal, _server):
        with House(portal) as house, Writers(house) as writers:
            writers.wait_for_more()
            ballast = fill(disk)
            until(lambda: writers.answers[507])
            time.sleep(seconds)
            ballast.unlink()
            writers.wait_for_more()
        others = [f"{count} x {status}" for status, count in writers.answers.items() if status not in SAID]
        return writers.verdict(f"R12 disk of the database full {seconds} s", *others)


def under_the_files(seconds):
    """Entries are captured all the while; a document is refused in a sentence, and taken once there is space."""
    with prepared() as (portal, _server), small_disk(portal.folder / "files", 5) as disk, House(portal) as house:
        (entry,) = portal.told("drafts(1)")
        with Writers(house) as writers:
            ballast, key = fill(disk), uuid4()
            full, page = house.attach(entry, key, [PIECE])
            said = "kein Platz" in page
            time.sleep(seconds)
            ballast.unlink()
            free, _page = house.attach(entry, key, [PIECE])
            writers.wait_for_more()
        answers = [f"the document was answered {full}, then {free}"] if (full, said, free) != (507, True, 302) else []
        refused = [f"{status} while the disk was full" for status in writers.answers if status != 302]
        more = f"document {full}, then {free}"
        return writers.verdict(f"R12 disk of the files full {seconds} s", *answers, *refused, more=more)


if __name__ == "__main__":
    long = int(sys.argv[1]) if sys.argv[1:] else 30
    well = [under_the_database(long), under_the_files(long)]
    sys.exit(0 if all(well) else 1)
