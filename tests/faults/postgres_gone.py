"""PostgreSQL gone at once and back, then all its connections cut, while people write."""

import sys
import time

from .house import House, Writers, prepared

STOPS, CUTS, SECONDS_DOWN = 5, 10, 3


def stopped(house, server):
    with Writers(house) as writers:
        for _turn in range(STOPS):
            writers.wait_for_more()
            server.stop()
            time.sleep(SECONDS_DOWN)
            server.start()
        writers.wait_for_more()
    return writers.verdict(f"R10 PostgreSQL stopped without warning {STOPS} times", *not_said(writers))


def cut(house, server):
    with Writers(house) as writers:
        for _turn in range(CUTS):
            writers.wait_for_more()
            server.cut()
        writers.wait_for_more()
    return writers.verdict(f"R11 all connections cut {CUTS} times", *not_said(writers))


def not_said(writers):
    """Answers that are neither a success nor the sentence that the database does not answer."""
    return [f"{count} x {status}" for status, count in writers.answers.items() if status not in (302, 503)]


if __name__ == "__main__":
    with prepared("postgresql") as (portal, server), House(portal) as house:
        well = [trial(house, server) for trial in (stopped, cut)]
    sys.exit(0 if all(well) else 1)
