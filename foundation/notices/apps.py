from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "foundation.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self):
        from foundation.organisation.models import Person
        from foundation.records import personal

        from . import tasks  # noqa: F401 - its handler registers itself
        from .models import Notice

        personal.declare(Notice, of=Person, by="person", erase=personal.deleted)
