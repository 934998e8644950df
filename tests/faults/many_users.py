"""Fifty people at once: `python -m tests.faults.many_users [sqlite] [postgresql]`.

Nine of ten requests read a page, one captures an entry. In the last third reports are made beside it.
"""

import random
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from threading import Event, Thread
from uuid import uuid4

from .house import JOURNAL, House, all_jobs_ended, main, prepared, told, until

PEOPLE, SECONDS, THINKING_SECONDS = 50, 90, 1.5
ENTRIES, REPORTS = 500, 4
PAGES = ("/", "/accounting/entries/", "/accounting/accounts/", "/accounting/trial-balance/", "/desk/", "/reports/")


@dataclass
class Crowd:
    house: House
    people: int = PEOPLE
    seconds: list = field(default_factory=list)
    answers: Counter = field(default_factory=Counter)
    acknowledged: list = field(default_factory=list)
    stop: Event = field(default_factory=Event)

    def __enter__(self):
        self.journal, self.visitor = self.house.portal.told(JOURNAL), self.house.visitor("back")
        self.threads = [Thread(target=self._work) for _person in range(self.people)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def _work(self):
        while not self.stop.wait(random.uniform(0, 2 * THINKING_SECONDS)):
            start = time.monotonic()
            status = self._write() if random.random() < 0.1 else self.visitor.get(random.choice(PAGES))[0]
            self.seconds.append(time.monotonic() - start)
            self.answers[status] += 1

    def _write(self):
        text = f"Verkauf {uuid4().hex}"
        status = self.visitor.capture(self.journal, text, uuid4())
        if status == 302:
            self.acknowledged.append(text)
        return status

    def p95(self):
        """Milliseconds of the answers since the last call."""
        taken, self.seconds = self.seconds, []
        return round(1000 * statistics.quantiles(taken, n=20)[-1])


def trial(database):
    with prepared(database) as (portal, _server):
        portal.told(f"post(drafts({ENTRIES}))")
        with House(portal, web_workers=4) as house, Crowd(house) as crowd:
            time.sleep(SECONDS / 3)
            crowd.p95()
            time.sleep(SECONDS / 3)
            quiet = crowd.p95()
            portal.told(f"ask_for_reports({REPORTS})", **house.environment)
            time.sleep(SECONDS / 3)
            busy = crowd.p95()
            until(lambda: all_jobs_ended(portal), patience=600)
        kept = portal.told("captured()")
        lost = [text for text in crowd.acknowledged if text not in kept]
        refused = [f"answered {status}: {count}" for status, count in crowd.answers.items() if status not in (200, 302)]
        measured = [f"{crowd.answers.total()} answers", f"{len(crowd.acknowledged)} posts, {len(lost)} lost"]
        measured.append(f"p95 {quiet} ms, beside reports {busy} ms")
        return told(portal, f"R28 {PEOPLE} people, {database}", *measured, failures=[*lost, *refused])


if __name__ == "__main__":
    main(trial)
