"""A whole portal for trials: processes that may be killed, people who write and send again, and the count at the end."""

import http.client
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import psycopg2

from tests.portal import Portal
from tests.serving import PROGRAM, free_port, wait_for

from .servers import Postgres, Redis, folder, started

QUICK = {"JOB_STALE_SECONDS": "6", "SWEEP_SECONDS": "3"}
WORKER = [*PROGRAM, "celery", "-A", "backoffice", "worker", "--concurrency", "2", "--without-gossip",
           "--without-mingle", "-l", "critical"]  # fmt: skip
BEAT = [*PROGRAM, "celery", "-A", "backoffice", "beat", "-l", "critical", "--pidfile="]
PATIENCE = 180
TOKEN = "t" * 32  # a CSRF token of one's own, in cookie and header
EDGE = "edge-of-the-parts"
JOURNAL = "Journal.objects.get(code='AB').pk"


class Program:
    """Kept running like systemd does: what is killed is started again by `start`."""

    def __init__(self, command, env, root):
        self.command, self.env, self.root, self.process = command, env, root, None

    def start(self):
        with (Path(self.env["VAR_DIR"]) / "trial.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.root, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def children(self):
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill(self):
        """The whole program, as the kernel does when memory is short."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def move(self, root):
        """Goes on with the code of this folder."""
        self.stop()
        self.root = root
        self.start()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


class House:
    """Web server, worker and clock of a portal with books and the cast of the tests."""

    def __init__(self, portal, *, web_workers=3, **environment):
        self.portal, self.environment, port = portal, environment, free_port()
        self.address = f"http://127.0.0.1:{port}"
        env = portal.environment(**{"LOG_LEVEL": "CRITICAL", **QUICK, **environment})
        web = [*PROGRAM, "gunicorn", "backoffice.wsgi", "-b", f"127.0.0.1:{port}", "-w", str(web_workers),
               "--timeout", "60", "--no-control-socket", "--log-level", "critical"]  # fmt: skip
        self.web, self.worker, self.beat = (Program(command, env, portal.root) for command in (web, WORKER, BEAT))

    def __enter__(self):
        for name in ("broker", "broker-control"):
            (self.portal.folder / name).mkdir(exist_ok=True)
        self.web.start()
        wait_for(f"{self.address}/health/live")
        self.worker.start()
        self.beat.start()
        return self

    def __exit__(self, *error):
        for program in (self.beat, self.worker, self.web):
            program.stop()

    def visitor(self, name):
        """A browser in which this person is signed in."""
        return Visitor(self.address, self.portal.told(f"session_of({name!r})"))


@dataclass(frozen=True)
class Visitor:
    """Who sends and reads. An answer is its status, 0 where there is none, and its page."""

    address: str
    cookie: str = ""

    def get(self, path):
        return self._send("GET", path, {}, [])

    def post(self, path, **fields):
        return self._post(path, "application/x-www-form-urlencoded", [urlencode(fields).encode()])

    def attach(self, entry, key, pieces):
        """Sends a file in pieces to an entry."""
        head = f'--{EDGE}\r\nContent-Disposition: form-data; name="command_id"\r\n\r\n{key}\r\n--{EDGE}\r\n'
        file = 'Content-Disposition: form-data; name="file"; filename="beleg.txt"\r\nContent-Type: text/plain\r\n\r\n'
        body = [(head + file).encode(), *pieces, f"\r\n--{EDGE}--\r\n".encode()]
        return self._post(f"/accounting/entries/{entry}/documents/", f"multipart/form-data; boundary={EDGE}", body)

    def capture(self, journal, text, key, day="15.03.2026"):
        """The status of the answer."""
        sale = {"line-0-account": "1200", "line-0-debit": "100,00", "line-1-account": "8200", "line-1-credit": "100,00"}
        form = {"command_id": key, "journal": journal, "posting_date": day, "text": text, **sale}
        return self.post("/accounting/entries/new/", **form)[0]

    def _post(self, path, kind, pieces):
        headers = {"X-CSRFToken": TOKEN, "Content-Type": kind, "Content-Length": sum(map(len, pieces))}
        return self._send("POST", path, headers, pieces)

    def _send(self, method, path, headers, pieces):
        where = urlsplit(self.address)
        headers |= {"Cookie": f"sessionid={self.cookie}; csrftoken={TOKEN}"}
        connection = http.client.HTTPConnection(where.hostname, where.port, timeout=PATIENCE)
        try:
            connection.request(method, path, iter(pieces) if pieces else None, headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()


@dataclass
class Writers:
    """Each captures one entry after the other and sends it again under its key until it is acknowledged."""

    house: House
    count: int = 4
    acknowledged: list = field(default_factory=list)
    answers: Counter = field(default_factory=Counter)
    given_up: list = field(default_factory=list)
    stop: Event = field(default_factory=Event)

    def __enter__(self):
        self.journal, self.visitor = self.house.portal.told(JOURNAL), self.house.visitor("back")
        self.threads = [Thread(target=self._write) for _writer in range(self.count)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def wait_for_more(self, count=10):
        """Until so many more are acknowledged: the portal is back."""
        wanted = len(self.acknowledged) + count
        until(lambda: len(self.acknowledged) >= wanted)

    def _write(self):
        while not self.stop.is_set():
            self._capture(f"Verkauf {uuid4().hex}", uuid4())

    def _capture(self, text, key):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            status = self.visitor.capture(self.journal, text, key)
            self.answers[status] += 1
            if status == 302:
                self.acknowledged.append(text)
                return
            time.sleep(0.3)
        self.given_up.append(text)

    def verdict(self, name, *failures, more=""):
        """One line, and whether all is well. `failures`: sentences of what else went wrong."""
        kept = self.house.portal.told("captured()")
        lost = [text for text in self.acknowledged if text not in kept]
        doubled = [text for text, count in kept.items() if count > 1]
        failures = [*failures, *[f"not answered: {text}" for text in self.given_up]]
        refused = ", ".join(
            f"{count} x {status or 'no answer'}" for status, count in sorted(self.answers.items()) if status != 302
        )
        posts = f"{len(self.acknowledged)} posts, {len(lost)} lost, {len(doubled)} doubled"
        return told(self.house.portal, name, posts, f"sent again after {refused}" if refused else "", more,
                    failures=[*lost, *doubled, *failures])  # fmt: skip


def told(portal, name, *measured, failures=()):
    whole = portal.told("whole()")
    parts = [f"{part} {'whole' if not broken else 'BROKEN'}" for part, broken in whole.items()]
    print(f"{name}: {', '.join(filter(None, [*measured, *parts]))}", flush=True)
    failures = [*failures, *sum(whole.values(), [])]
    for failure in failures:
        print(f"  {failure}", flush=True)
    return not failures


def ask(portal, question):
    """Rows straight from the database: quicker than a process of the portal, and it cannot be killed."""
    address = portal.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(address, 60) if address != portal.url else psycopg2.connect(portal.url)) as database:
        cursor = database.cursor()
        cursor.execute(question)
        return cursor.fetchall()


def all_jobs_ended(portal):
    return ask(portal, "SELECT count(*) FROM jobs_job WHERE state IN ('queued', 'running')") == [(0,)]


def until(condition, patience=PATIENCE):
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.2)


@contextmanager
def prepared(database="sqlite", place=None, demo=False):
    """A portal with books, on SQLite or on a PostgreSQL cluster of its own; with `server`, its database server."""
    furnish = with_demo if demo else with_books
    with folder() as here:
        if database == "sqlite":
            yield furnish(Portal(f"sqlite:///{(place or here) / 'books.sqlite3'}", here, patience=600)), None
            return
        with started(Postgres(here, place)) as server:
            yield furnish(Portal(server.url, here, patience=600)), server


@contextmanager
def bell(portal):
    with started(Redis(portal.folder)) as redis:
        yield redis


def with_books(portal):
    migrated = portal.manage("migrate", "-v0")
    assert migrated.returncode == 0, migrated.stderr
    laid_out = portal.manage("setup", "--static")  # without them no page with a sentence can be shown
    assert laid_out.returncode == 0, laid_out.stderr
    portal.told("prepare()")
    return portal


def with_demo(portal):
    """The demo company, with three years of business."""
    loaded = portal.manage("setup", DEMO="true")
    assert loaded.returncode == 0, loaded.stderr
    return portal


def main(trial, databases=("sqlite", "postgresql")):
    """Runs the trial on the databases named on the command line, else on all it is meant for."""
    well = [trial(database) for database in sys.argv[1:] or databases]
    sys.exit(0 if all(well) else 1)
