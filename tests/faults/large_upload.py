"""300 MB sent through the web server: `python -m tests.faults.large_upload`."""

import sys
from pathlib import Path
from uuid import uuid4

from .house import House, Writers, prepared

MEGABYTES, PIECE = 300, bytes(1_000_000)
MOST = 300  # MB of memory in each web worker


def trial():
    with prepared() as (portal, _server), House(portal, web_workers=2) as house:
        (entry,) = portal.told("drafts(1)")
        before = peak(house)
        with Writers(house) as writers:
            status, page = house.visitor("back").attach(entry, uuid4(), [PIECE] * MEGABYTES)
            writers.wait_for_more()
        memory = peak(house)
        wrong = [] if status == 413 and "größer als 50 MB" in page else [f"answered {status}: {page[:1000]}"]
        wrong += [f"{memory} MB"] if memory > MOST else []
        more = f"memory of a web worker at its peak {before} MB before, {memory} MB after"
        return writers.verdict(f"R23 {MEGABYTES} MB uploaded, {status}", *wrong, more=more)


def peak(house):
    """MB of the largest web worker, ever."""
    found = [Path(f"/proc/{child}/status").read_text() for child in house.web.children()]
    return max(int(text.split("VmHWM:")[1].split()[0]) // 1024 for text in found)


if __name__ == "__main__":
    sys.exit(0 if trial() else 1)
