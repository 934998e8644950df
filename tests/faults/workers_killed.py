"""`kill -9` while reports are made: `python -m tests.faults.workers_killed [sqlite] [postgresql]`.

With Redis and processes as in production: first one process of the pool at a time, then the worker with all of them.
"""

import os
import random
import signal
import time

from .house import House, bell, main, prepared, told, until

REPORTS = 20
KILLS = {"R01": 20, "R02": 10}
MOST_ATTEMPTS = 2  # a job that is killed three times is given up


def trial(database):
    return all([_trial(database, fault) for fault in KILLS])


def _trial(database, fault):
    with prepared(database) as (portal, _server), bell(portal) as redis, House(portal, REDIS_URL=redis.url) as house:
        what, kill = {"R01": ("pool processes", kill_one), "R02": ("workers", kill_all)}[fault]
        return kill_during_reports(house, kill, REPORTS, KILLS[fault], f"{fault} {KILLS[fault]} {what} killed, {database}")


def kill_one(house):
    pool = house.worker.children()
    if pool:
        os.kill(random.choice(pool), signal.SIGKILL)


def kill_all(house):
    house.worker.kill()
    house.worker.start()


def kill_during_reports(house, kill, reports, kills, name):
    """Only while a report is made, and none too often."""
    portal, killed = house.portal, 0
    portal.told(f"ask_for_reports({reports})", **house.environment)
    while killed < kills:
        states = portal.told("reports()")
        if all(state in ("done", "failed") for state, *_rest in states):
            break
        running = [attempts for state, attempts, _file in states if state == "running"]
        if running and max(running) <= MOST_ATTEMPTS:
            kill(house)
            killed += 1
        time.sleep(0.2)
    until(lambda: not portal.told("open_jobs()"), patience=600)
    return count(portal, reports, name, killed)


def count(portal, asked, name, killed):
    states = portal.told("reports()")
    files = sorted(path.name for path in (portal.folder / "files" / "reports").iterdir())
    done = sorted(stored for state, _attempts, stored in states if state == "done")
    again = sum(attempts > 1 for _state, attempts, _file in states)
    failures = [f"{files} are not {done}"] if files != done or len(done) != asked else []
    measured = [f"{killed} killed", f"{len(done)} of {asked} reports done", f"{len(files)} files", f"{again} begun anew"]
    return told(portal, name, *measured, failures=failures)


if __name__ == "__main__":
    main(trial)
