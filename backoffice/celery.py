import os

from celery import Celery
from celery.signals import import_modules

from foundation.jobs import schedules

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backoffice.settings")
app = Celery("backoffice")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@import_modules.connect
def plan(**signal):
    """Worker and clock come by here once Django is set up and every room has named its schedules."""
    app.conf.beat_schedule = schedules.entries()
