from celery.schedules import crontab
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "foundation.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self):
        from foundation.jobs.schedules import every
        from foundation.organisation.models import Person
        from foundation.records import personal

        from . import privacy, tasks

        privacy.register()
        every(tasks.DIGESTS, kind=tasks.DIGESTS, at=crontab(minute=0))
        from .models import Notice

        personal.declare(Notice, of=Person, by="person", erase=personal.deleted)
