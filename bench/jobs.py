"""`python -m bench.jobs`: from the commit of a job to the first line of its handler, against a bare Celery task.

Both go to the same worker over the same broker, in turn, at odd moments; over files, and over Redis where REDIS_URL names
one. A bare task is lost when its worker is killed; a job is a row first. Aims, p95: 100 ms over files, 25 ms over Redis.
"""

import os
import random
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from django.conf import settings
from django.db import transaction

from bench import FOLDER, jobs_worker
from bench.scratch import database
from foundation.jobs.actions import enqueue
from foundation.records.actor import acting

TURNS, PAUSE_SECONDS, PATIENCE_SECONDS = 150, 0.1, 60
AIMS, KINDS = {"files": 100, "redis": 25}, ("job", "task")
OPTIONS = ["--pool", "threads", "--concurrency", "2", "--without-gossip", "--without-mingle", "-l", "critical"]


def main():
    for name in ("broker", "broker-control"):
        (Path(FOLDER.name) / name).mkdir()
    began = Path(FOLDER.name) / "began"
    with database():
        command = [sys.executable, "-m", "celery", "-q", "-A", "jobs_worker", "worker", *OPTIONS]
        worker = subprocess.Popen(command, env={**os.environ, "BEGAN": str(began), "PYTHONPATH": "bench:."})
        try:
            send(began, 2)
            waited = send(began, TURNS)
        finally:
            worker.terminate()
            worker.wait(30)
    broker = "redis" if settings.REDIS_URL else "files"
    for name, times in waited.items():
        aim = f"  (aim {AIMS[broker]} ms)" if name == "job" else ""
        print(f"{broker} {name:5} median {median(times):6.1f} ms  p95 {quantiles(times, n=20)[-1]:6.1f} ms{aim}")


def send(began, turns):
    """{"job": milliseconds, "task": milliseconds}, each list as long as there were turns."""
    sent = {}
    for turn in range(turns):
        time.sleep(random.uniform(0, 2 * PAUSE_SECONDS))
        with acting("system:bench"):
            transaction.on_commit(partial(note, sent, f"job-{turns}-{turn}"))
            enqueue(jobs_worker.KIND, key=f"job-{turns}-{turn}")
        time.sleep(random.uniform(0, 2 * PAUSE_SECONDS))
        note(sent, f"task-{turns}-{turn}")
        jobs_worker.bare.delay(f"task-{turns}-{turn}")
    end = time.monotonic() + PATIENCE_SECONDS
    while sent.keys() - (there := arrived(began)).keys():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)
    return {kind: [1000 * (there[name] - at) for name, at in sent.items() if name.startswith(kind)] for kind in KINDS}


def note(sent, name):
    sent[name] = time.time()


def arrived(began):
    lines = began.read_text().splitlines() if began.exists() else []
    return {name: float(at) for name, at in map(str.split, lines)}


if __name__ == "__main__":
    main()
