from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackofficeConfig(AppConfig):
    name = "backoffice"
    verbose_name = _("Backoffice")

    def ready(self):
        from foundation.access.permissions import declare
        from foundation.desk import figures as home
        from foundation.screens.menu import Department, Entry, register

        from . import figures, watch
        from .permissions import PERMISSIONS
        from .safekeeping import nightly

        declare(*PERMISSIONS)
        nightly.register()
        watch.register()
        home.register(figures.figures, 30)
        register(
            Department("administration", _("Administration"), "users-group", 90),
            [Entry(_("State of the portal"), "system", "backoffice.system:view", "server", 7)],
        )
