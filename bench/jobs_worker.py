"""What the worker of `bench.jobs` does beside the tasks of the portal: `celery -A jobs_worker worker`, beside the package,
which would choose a database of its own."""

import os
import time

from celery import shared_task

from backoffice.celery import app
from foundation.jobs.registry import handler

__all__ = ["app"]
KIND = "bench.began"


def note(name):
    """One short write to a file opened for appending is whole, whoever else writes."""
    line = f"{name} {time.time()}\n".encode()
    file = os.open(os.environ["BEGAN"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, line)
    os.close(file)


@handler(KIND)
def began(job, progress):
    note(job.key)


@shared_task(name="bench.bare")
def bare(name):
    note(name)
