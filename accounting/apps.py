from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountingConfig(AppConfig):
    name = "accounting"
    verbose_name = _("Accounting")

    def ready(self):
        from foundation.access.permissions import declare

        from . import guards, tasks  # noqa: F401 - tasks registers its handlers
        from .permissions import PERMISSIONS

        declare(*PERMISSIONS)
        guards.register()
