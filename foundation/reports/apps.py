from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "foundation.reports"
    label = "reports"
    verbose_name = _("Reports")

    def ready(self):
        from foundation.access.permissions import declare
        from foundation.screens import menu

        from . import guards, running  # noqa: F401 - the import of `running` registers its handler
        from .permissions import PERMISSIONS

        declare(*PERMISSIONS)
        guards.register()
        menu.register(
            menu.Department("reports", _("Reports"), "report-analytics", 80),
            [
                menu.Entry(_("All reports"), "reports:catalogue", "reports.run:view", "file-text", 10),
                menu.Entry(_("My reports"), "reports:runs", "reports.run:view", "download", 20),
            ],
        )
