"""Redis stopped under load, and emptied with jobs waiting: `python -m tests.faults.redis_gone [seconds]`."""

import sys
import time

from .house import House, Writers, all_jobs_ended, ask, bell, prepared, told, until

JOBS, FLUSHES = 50, 3
DONE = "SELECT count(*), count(DISTINCT stored_as) FROM reports_reportfile WHERE stored_as <> ''"


def stopped(portal, redis, seconds):
    with House(portal, REDIS_URL=redis.url) as house:
        with Writers(house) as writers:
            writers.wait_for_more()
            redis.stop()
            try:
                portal.told("ask_for_reports(3, 'csv')", **house.environment)
                time.sleep(seconds)
                writers.wait_for_more()
            finally:
                redis.start()
        until(lambda: all_jobs_ended(portal))
    ((done, _files),) = ask(portal, DONE)
    refused = [f"{status} while Redis was away" for status in writers.answers if status != 302]
    missing = [] if done == 3 else [f"{3 - done} reports are missing"]
    more = f"{done} of 3 reports done after it"
    return writers.verdict(f"R08 Redis stopped {seconds} s", *refused, *missing, more=more)


def emptied(portal, redis):
    ((before, _files),) = ask(portal, DONE)
    portal.told(f"ask_for_reports({JOBS}, 'csv')", REDIS_URL=redis.url)
    redis.flush()
    with House(portal, REDIS_URL=redis.url):
        for _turn in range(FLUSHES - 1):
            time.sleep(2)
            redis.flush()
        until(lambda: all_jobs_ended(portal))
    ((done, files),) = ask(portal, DONE)
    missing = [] if done - before == JOBS and files == done else [f"{done - before} done, {files} files"]
    name = f"R09 Redis emptied {FLUSHES} times"
    return told(portal, name, f"{done - before} of {JOBS} jobs done", failures=missing)


if __name__ == "__main__":
    with prepared() as (portal, _server), bell(portal) as redis:
        well = [stopped(portal, redis, int(sys.argv[1]) if sys.argv[1:] else 60), emptied(portal, redis)]
    sys.exit(0 if all(well) else 1)
