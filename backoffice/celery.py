import os
import sys

from celery import Celery
from celery.signals import import_modules, task_prerun
from django.db import close_old_connections
from kombu.transport import TRANSPORT_ALIASES

from foundation.jobs import schedules

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backoffice.settings")
TRANSPORT_ALIASES["folder"] = "foundation.jobs.folder:Transport"
app = Celery("backoffice")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Celery opens a connection for each task. Here it serves while it is young and answers, as it does for the web.
app.conf["CELERY_DB_REUSE_MAX"] = sys.maxsize


@task_prerun.connect
def look_after_connections(**signal):
    close_old_connections()


@import_modules.connect
def plan(**signal):
    """Worker and clock come by here once Django is set up and every room has named its schedules."""
    app.conf.beat_schedule = schedules.entries()
