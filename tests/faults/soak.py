"""Two hours of an ordinary day in the demo company: `python -m tests.faults.soak [minutes] [sqlite] [postgresql]`.

Four people send five requests a second: three of them read and capture entries, the fourth reads and asks for a report
each minute. What grows or slows down shows from quarter to quarter. A bare request beside them and the processor time
of each request tell a portal that slows down from a machine that others use as well. Less than half an hour says
nothing about memory: the processes are still warming up.
"""

import os
import re
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import linear_regression, quantiles
from threading import Event, Thread
from uuid import uuid4

from .house import JOURNAL, House, Visitor, all_jobs_ended, ask, bell, prepared, told, until
from .workers_killed import REPORT_JOBS

ENTRY, REPORT = "an entry", "a report"
MINUTES, INTERVALS, SAMPLES = 120, 20, 10
PACE = 0.8  # seconds from one request of a person to the next: five a second from four
CLERKS, HEAD = ("gesa.paulsen", "olaf.kroeger", "mareike.steen"), "konrad.wiesner"
MOST_GROWTH, MOST_DRIFT, LEAST_RATE = 30, 1.5, 4.5
FORMATS = ("pdf", "xlsx", "csv")
MENU = re.compile(r'<nav id="menu".*?</nav>', re.S)
LINK = re.compile(r'href="(/[^"]*)"')
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Answer:
    at: float
    seconds: float
    status: int
    what: str

    @property
    def is_right(self):
        return self.status == (302 if self.what in (ENTRY, REPORT) else 200)


@dataclass
class Day:
    house: House
    answers: list = field(default_factory=list)
    bare: list = field(default_factory=list)
    acknowledged: list = field(default_factory=list)
    stop: Event = field(default_factory=Event)

    def __enter__(self):
        portal = self.house.portal
        self.journal, self.year = portal.told(JOURNAL), portal.told("FiscalYear.objects.latest('start').pk")
        errands = [self._clerk(self.house.visitor(name)) for name in CLERKS] + [self._head(self.house.visitor(HEAD))]
        people = [Thread(target=self._send, args=(errand, PACE, self.answers)) for errand in errands]
        bare = cycle([("/health/live", lambda: Visitor(self.house.address).get("/health/live")[0])])
        self.threads = [*people, Thread(target=self._send, args=(bare, 1, self.bare))]
        for thread in self.threads:
            thread.start()
            time.sleep(PACE / len(people))
        return self

    def __exit__(self, *error):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def _send(self, errands, pace, answers):
        due = time.monotonic()
        for what, errand in errands:
            if self.stop.wait(max(0, due - time.monotonic())):
                return
            start = time.monotonic()
            status = errand()
            answers.append(Answer(start, time.monotonic() - start, status, what))
            due += pace

    def _clerk(self, visitor):
        pages = self._pages(visitor)
        while True:
            yield from islice(pages, 9)
            yield ENTRY, partial(self._capture, visitor)

    def _head(self, visitor):
        pages = self._pages(visitor)
        for kind in cycle(FORMATS):
            yield REPORT, partial(self._ask_for_report, visitor, kind)
            yield from islice(pages, round(60 / PACE) - 1)

    def _pages(self, visitor):
        """All pages that the menu of this person leads to, again and again."""
        _status, home = visitor.get("/")
        links = LINK.findall(MENU.search(home)[0])
        return cycle([(link, lambda link=link: visitor.get(link)[0]) for link in links])

    def _capture(self, visitor):
        text = f"Verkauf {uuid4().hex}"
        status = visitor.capture(self.journal, text, uuid4(), day=time.strftime("%d.%m.%Y"))
        if status == 302:
            self.acknowledged.append(text)
        return status

    def _ask_for_report(self, visitor, kind):
        wish = {"fiscal_year": self.year, "first": 1, "last": 12, "format": kind}
        return visitor.post("/reports/accounting.trial_balance/", command_id=uuid4(), **wish)[0]


def p95(answers):
    """Milliseconds."""
    return 1000 * quantiles([answer.seconds for answer in answers], n=20)[-1]


def memory(program):
    """MB of a program and its own processes, without the children that set a PDF and end."""
    found = [Path(f"/proc/{pid}/status").read_text() for pid in (program.process.pid, *program.children())]
    return sum(int(text.split("VmRSS:")[1].split()[0]) for text in found) / 1024


def processor(program):
    """Seconds that the children of a program have worked."""
    stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in program.children()]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / TICKS


@dataclass
class Diary:
    """What is noted while the day goes on."""

    house: House
    day: Day
    at: list = field(default_factory=list)
    memories: list = field(default_factory=list)
    worked: list = field(default_factory=list)

    def keep(self, minutes):
        start, seconds = time.monotonic(), minutes * 60 / INTERVALS / SAMPLES
        self._note()
        for turn in range(1, INTERVALS * SAMPLES + 1):
            time.sleep(max(0, start + turn * seconds - time.monotonic()))
            self._note()
            if not turn % SAMPLES:
                self._tell(-1 - SAMPLES, -1, start)

    def _note(self):
        self.at.append(time.monotonic())
        self.memories.append([memory(program) for program in (self.house.web, self.house.worker, self.house.beat)])
        self.worked.append(processor(self.house.web))

    def _tell(self, first, last, start):
        answers, bare = self._between(self.day.answers, first, last), self._between(self.day.bare, first, last)
        web, worker, beat = self.memories[last]
        print(
            f"minute {(self.at[last] - start) / 60:.1f}: {len(answers)} answers, p95 {p95(answers):.0f} ms, "
            f"bare {p95(bare):.0f} ms, processor {self._each(first, last):.0f} ms a request, "
            f"web {web:.0f} MB, worker {worker:.0f} MB, beat {beat:.0f} MB, load {os.getloadavg()[0]:.1f}",
            flush=True,
        )

    def _between(self, answers, first, last):
        return [answer for answer in list(answers) if self.at[first] <= answer.at < self.at[last]]

    def _each(self, first, last):
        """Milliseconds of the processor that a request takes."""
        answered = len(self._between(self.day.answers, first, last))
        return 1000 * (self.worked[last] - self.worked[first]) / answered

    def growth(self):
        """MB an hour of web, worker and clock, by the line through all that was noted after the first quarter."""
        first = len(self.at) // 4
        hours = [at / 3600 for at in self.at[first:]]
        return [linear_regression(hours, megabytes).slope for megabytes in zip(*self.memories[first:], strict=True)]

    def quarters(self, measure):
        """Something of the first quarter and of the last."""
        quarter = len(self.at) // 4
        return measure(0, quarter), measure(-1 - quarter, -1)

    def p95s(self, answers):
        return self.quarters(lambda first, last: p95(self._between(answers, first, last)))

    def processor(self):
        return self.quarters(self._each)


def trial(database, minutes):
    with prepared(database, demo=True) as (portal, _server), bell(portal) as redis:
        with House(portal, web_workers=4, DEMO="true", REDIS_URL=redis.url) as house:
            with Day(house) as day:
                diary = Diary(house, day)
                diary.keep(minutes)
            until(lambda: all_jobs_ended(portal))
        kept, made = portal.told("captured()"), ask(portal, REPORT_JOBS)
        return verdict(f"R27 {minutes} min at five requests a second, {database}", day, diary, kept, made)


def verdict(name, day, diary, kept, made):
    refused = [f"{each.what}: {each.status}" for each in [*day.answers, *day.bare] if not each.is_right]
    lost = [text for text in day.acknowledged if kept.get(text) != 1]
    done = sum(state == "done" for state, _attempts, _file in made)
    rate, growth = len(day.answers) / (diary.at[-1] - diary.at[0]), diary.growth()
    (first, last), bare, worked = diary.p95s(day.answers), diary.p95s(day.bare), diary.processor()
    drift = last / first
    failures = [*refused, *lost]
    failures += [f"{len(made) - done} reports are missing"] if done < len(made) else []
    failures += [f"{rate:.1f} requests a second"] if rate < LEAST_RATE else []
    failures += [f"{sum(growth):.0f} MB an hour"] if sum(growth) > MOST_GROWTH else []
    # Where a bare request slowed down as well, it was the machine.
    failures += [f"p95 rose {drift:.1f} times"] if drift / max(1, bare[1] / bare[0]) > MOST_DRIFT else []
    return told(
        day.house.portal,
        name,
        f"{len(day.answers)} answers, {rate:.1f} a second, {len(refused)} refused",
        f"{len(day.acknowledged)} posts, {len(lost)} lost",
        f"{done} of {len(made)} reports done",
        "memory web {:+.1f} MB/h, worker {:+.1f} MB/h, beat {:+.1f} MB/h".format(*growth),
        f"p95 {first:.0f} ms in the first quarter, {last:.0f} ms in the last ({drift:.2f} times)",
        f"bare request {bare[0]:.0f} and {bare[1]:.0f} ms",
        f"processor a request {worked[0]:.0f} and {worked[1]:.0f} ms",
        failures=failures,
    )


if __name__ == "__main__":
    minutes = next((int(word) for word in sys.argv[1:] if word.isdecimal()), MINUTES)
    databases = [word for word in sys.argv[1:] if not word.isdecimal()] or ["sqlite"]
    well = [trial(database, minutes) for database in databases]
    sys.exit(0 if all(well) else 1)
