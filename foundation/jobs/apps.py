from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "foundation.jobs"
    label = "jobs"
    verbose_name = _("Background jobs")

    def ready(self):
        from foundation.access.permissions import declare
        from foundation.records import outbox

        from . import delivery, sealing
        from .permissions import PERMISSIONS

        declare(*PERMISSIONS)
        outbox.on_news(delivery.ring)
        sealing.register()
