"""Long reports beside people who work: `python -m tests.faults.heavy_reports [sqlite] [postgresql]`.

A PDF of more than 200 pages and a workbook of 50,000 rows are made at once while twenty people read and capture. Then two
PDFs that never end: one whose memory is used up, one that stands still until its time is over. Both fail with a reason.
At last a worker that waits for longer than any job may take: it is ended, and another makes the report.
"""

import os
import resource
import signal
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

from .house import House, all_jobs_ended, ask, main, prepared, told, until
from .many_users import Crowd

PEOPLE, QUIET_SECONDS, ROUNDS = 20, 30, 3
LINES, OF_THE_PDF, OF_ALL = 1_000, 13, 50  # lines of an entry, entries of the first day, entries of both days
FIRST_DAY, LAST_DAY = "15.03.2026", "16.03.2026"
MOST_MB, MOST_TIMES, JOB_SECONDS = 512, 2, 60
REASON = "Das PDF überschreitet die Grenzen für Zeit oder Speicher."
FAILED = ("failed", True)
CHILD = "foundation.reports.list_child"
ENDED = "SELECT state, error FROM jobs_job WHERE kind = 'reports.run' ORDER BY id"
LAST = "SELECT state, attempts FROM jobs_job WHERE kind = 'reports.run' ORDER BY id DESC LIMIT 1"


@dataclass
class Figures:
    """Milliseconds before, meanwhile and after; seconds and megabytes of the reports; answers by status."""

    before: int
    busy: int
    after: int
    seconds: float
    peaks: dict
    answers: Counter


def trial(database):
    with prepared(database) as (portal, _server):
        for day, entries in ((15, OF_THE_PDF), (16, OF_ALL - OF_THE_PDF)):
            portal.told(f"post(wide_drafts({entries}, {LINES}, date(2026, 3, {day})))")
        with House(portal, web_workers=4) as house:
            clerk = house.visitor("back")
            figures = made_beside_people(house, clerk)
            for shortage in (short_of_memory, short_of_time):
                shortage(house, clerk)
                until(lambda: all_jobs_ended(portal), patience=900)
        well = verdict(f"R29 heavy reports beside {PEOPLE} people, {database}", portal, figures)
        return ended_in_time(portal, f"R29 a worker that stands still, {database}") and well


def made_beside_people(house, clerk):
    with Crowd(house, PEOPLE) as crowd, watched(house) as peaks:
        time.sleep(QUIET_SECONDS)
        crowd.p95()  # while caches fill
        time.sleep(QUIET_SECONDS)
        before, start = crowd.p95(), time.monotonic()
        for _round in range(ROUNDS):
            ask_for_journal(clerk, FIRST_DAY, FIRST_DAY, "pdf")
            ask_for_journal(clerk, FIRST_DAY, LAST_DAY, "xlsx")
        until(lambda: all_jobs_ended(house.portal), patience=900)
        busy, seconds = crowd.p95(), time.monotonic() - start
        time.sleep(QUIET_SECONDS)
        return Figures(before, busy, crowd.p95(), seconds, peaks, crowd.answers)


def ask_for_journal(visitor, first, last, kind):
    span = {"first": first, "last": last, "format": kind}
    status, _page = visitor.post("/reports/accounting.journal/", command_id=uuid4(), **span)
    assert status == 302


def verdict(name, portal, figures):
    *made, of_memory, of_time = ask(portal, ENDED)
    pages, quiet = portal.told("pages_of_reports()"), max(figures.before, figures.after)
    wrong = [f"{state}: {error}" for state, error in made if state != "done"]
    ended = {"short of memory": of_memory, "short of time": of_time}
    wrong += [f"{why}: {state}, {error}" for why, (state, error) in ended.items() if (state, REASON in error) != FAILED]
    wrong += [f"answered {status}: {count}" for status, count in figures.answers.items() if status not in (200, 302)]
    wrong += [f"{what} took {peak} MB" for what, peak in figures.peaks.items() if peak > MOST_MB]
    wrong += [f"p95 rose {figures.busy / quiet:.1f} times"] if figures.busy > MOST_TIMES * quiet else []
    return told(
        portal,
        name,
        f"{ROUNDS} PDFs of {pages[0]} pages and {ROUNDS} workbooks of {OF_ALL * LINES} rows in {figures.seconds:.0f} s",
        f"{figures.answers.total()} answers",
        f"p95 {figures.before} ms before, {figures.busy} ms meanwhile, {figures.after} ms after",
        "memory at its peak " + ", ".join(f"{what} {peak} MB" for what, peak in figures.peaks.items()),
        *(f"a PDF {why} {state}" for why, (state, _error) in ended.items()),
        failures=wrong,
    )


@contextmanager
def watched(house):
    """The memory at its peak, in MB, of the worker's processes and of those that set the PDFs."""
    peaks, stop = {"worker": 0, "PDF": 0}, Event()

    def watch():
        while not stop.wait(0.1):
            for name, found in (("worker", house.worker.children()), ("PDF", pdf_children(house))):
                peaks[name] = max([peaks[name], *map(peak_of, found)])

    thread = Thread(target=watch)
    thread.start()
    try:
        yield peaks
    finally:
        stop.set()
        thread.join()


def peak_of(pid):
    try:
        return int(Path(f"/proc/{pid}/status").read_text().split("VmHWM:")[1].split()[0]) // 1024
    except (OSError, IndexError):
        return 0  # it has just ended


def pdf_children(house):
    """The processes that are setting a PDF at this moment."""
    found = [path for pid in house.worker.children() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    pids = [int(pid) for path in found for pid in text_of(path).split()]
    return [pid for pid in pids if CHILD in text_of(f"/proc/{pid}/cmdline")]


def text_of(path):
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def begun(house, clerk, last=LAST_DAY):
    """The process of a PDF that is being set."""
    ask_for_journal(clerk, FIRST_DAY, last, "pdf")
    until(lambda: pdf_children(house))
    return pdf_children(house)[0]


def short_of_memory(house, clerk):
    """Its own limit is 512 MB, which no report here comes near: it is lowered."""
    pid = begun(house, clerk)
    until(lambda: resource.prlimit(pid, resource.RLIMIT_AS)[0] == MOST_MB * 2**20)
    resource.prlimit(pid, resource.RLIMIT_AS, (MOST_MB, MOST_MB))


def short_of_time(house, clerk):
    os.kill(begun(house, clerk), signal.SIGSTOP)


def ended_in_time(portal, name):
    with House(portal, JOB_SECONDS=str(JOB_SECONDS)) as house:
        os.kill(begun(house, house.visitor("back"), last=FIRST_DAY), signal.SIGSTOP)
        until(lambda: all_jobs_ended(portal), patience=900)
    ((state, attempts),) = ask(portal, LAST)
    wrong = [f"{state} after {attempts} attempts"] if (state, attempts) != ("done", 2) else []
    return told(portal, name, f"ended after {JOB_SECONDS} s, {state} at attempt {attempts}", failures=wrong)


if __name__ == "__main__":
    main(trial)
