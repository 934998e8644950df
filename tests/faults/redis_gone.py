"""Redis stopped under load, and emptied with jobs waiting: `python -m tests.faults.redis_gone [seconds]`."""

import sys
import time

from .house import House, Writers, bell, prepared, told, until

JOBS = 50


def stopped(seconds):
    with prepared() as (portal, _server), bell(portal) as redis, House(portal, REDIS_URL=redis.url) as house:
        with Writers(house) as writers:
            writers.wait_for_more()
            redis.stop()
            try:
                asked = portal.told("ask_for_reports(3, 'csv')", REDIS_URL=redis.url)
                time.sleep(seconds)
                writers.wait_for_more()
            finally:
                redis.start()
        until(lambda: not portal.told("open_jobs()"))
        done = [report for report in portal.told("reports()") if report[0] == "done"]
        refused = [f"{status} while Redis was away" for status in writers.answers if status != 302]
        missing = [] if len(done) == len(asked) else ["a report is missing"]
        return writers.verdict(
            f"R08 Redis stopped {seconds} s", *refused, *missing, more=f"{len(done)} of {len(asked)} reports done after it"
        )


def emptied(times=3):
    with prepared() as (portal, _server), bell(portal) as redis:
        asked = portal.told(f"ask_for_reports({JOBS}, 'csv')", REDIS_URL=redis.url)
        redis.flush()
        with House(portal, REDIS_URL=redis.url):
            for _turn in range(times - 1):
                redis.flush()
                time.sleep(2)
            until(lambda: not portal.told("open_jobs()"))
        files = {stored for state, _attempts, stored in portal.told("reports()") if state == "done" and stored}
        missing = [] if len(files) == len(asked) else [f"{len(asked) - len(files)} reports are missing"]
        return told(portal, f"R09 Redis emptied {times} times", f"{len(files)} of {JOBS} jobs done", failures=missing)


if __name__ == "__main__":
    well = [stopped(int(sys.argv[1]) if sys.argv[1:] else 60), emptied()]
    sys.exit(0 if all(well) else 1)
