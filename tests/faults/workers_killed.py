"""`kill -9` while reports are made: `python -m tests.faults.workers_killed [sqlite] [postgresql]`.

With Redis and processes as in production: first one process of the pool at a time, then the worker with all of them.
"""

import os
import random
import signal
import time

from .house import House, all_jobs_ended, ask, bell, main, prepared, told, until

REPORTS, SINGLE_KILLS, WHOLE_KILLS = 8, 8, 4
MOST_ATTEMPTS = 2  # a job that is killed three times is given up
REPORT_JOBS = """
    SELECT job.state, job.attempts, file.stored_as FROM jobs_job job
    JOIN reports_reportrun run ON run.job_id = job.id JOIN reports_reportfile file ON file.run_id = run.id
"""


def trial(database):
    with prepared(database) as (portal, _server), bell(portal) as redis, House(portal, REDIS_URL=redis.url) as house:
        one = kill_during_reports(house, kill_one, REPORTS, SINGLE_KILLS, f"R01 pool processes killed, {database}")
        every = kill_during_reports(house, kill_all, REPORTS, WHOLE_KILLS, f"R02 workers killed, {database}")
    return one and every


def kill_one(house):
    pool = house.worker.children()
    if pool:
        os.kill(random.choice(pool), signal.SIGKILL)


def kill_all(house):
    house.worker.kill()
    house.worker.start()


def kill_during_reports(house, kill, reports, kills, name):
    """Kills while a report is made, and none too often; then each is there once."""
    portal, killed = house.portal, 0
    portal.told(f"ask_for_reports({reports})", **house.environment)
    while killed < kills and not all_jobs_ended(portal):
        running = [attempts for state, attempts, _file in ask(portal, REPORT_JOBS) if state == "running"]
        if running and max(running) <= MOST_ATTEMPTS:
            time.sleep(random.random())
            kill(house)
            killed += 1
        time.sleep(0.5)
    until(lambda: all_jobs_ended(portal), patience=900)
    made = ask(portal, REPORT_JOBS)
    files = sorted(path.name for path in (portal.folder / "files" / "reports").iterdir())
    done = sorted(stored for state, _attempts, stored in made if state == "done")
    again = sum(attempts > 1 for _state, attempts, _file in made)
    failures = [f"files {files} for reports {made}"] if files != done or len(done) != len(made) else []
    measured = [
        f"{killed} kills",
        f"{len(done)} of {len(made)} reports done",
        f"{len(files)} files",
        f"{again} begun anew",
    ]
    return told(portal, name, *measured, failures=failures)


if __name__ == "__main__":
    main(trial)
