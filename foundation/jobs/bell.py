"""The bell wakes a worker. It may be silent: the job is in the database, and the sweeper rings again."""

import logging

from celery import current_app

log = logging.getLogger(__name__)
RING, DELIVER = "jobs.ring", "jobs.deliver"


def ring(task, *args):
    try:
        current_app.send_task(task, args, retry=False)
    except Exception as error:  # each transport fails in its own way, and no request may fail with it
        log.warning("The bell for %s is silent: %s", task, error)


def stop_worker():
    """Each worker that hears it finishes what it is doing and ends; the supervisor starts it anew."""
    try:
        current_app.control.shutdown()
    except Exception as error:  # as above
        log.warning("Nobody heard that the worker should end: %s", error)
