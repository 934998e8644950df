from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "foundation.reports"
    label = "reports"
    verbose_name = _("Reports")

    def ready(self):
        from foundation.access.permissions import declare
        from foundation.jobs.schedules import every
        from foundation.notices import kinds
        from foundation.screens import menu

        from . import agenda, guards, running
        from .permissions import PERMISSIONS

        declare(*PERMISSIONS)
        guards.register()
        agenda.register()
        kinds.register(
            kinds.Kind("reports.ready", _("A scheduled report is there")),
            kinds.Kind("reports.schedule", _("A schedule has paused itself")),
        )
        every(running.DUE, kind=running.DUE, minutes=1)
        menu.register(
            menu.Department("reports", _("Reports"), "report-analytics", 80),
            [
                menu.Entry(_("All reports"), "reports:catalogue", "reports.run:view", "file-text", 10),
                menu.Entry(_("My reports"), "reports:runs", "reports.run:view", "download", 20),
                menu.Entry(_("Schedules"), "reports:schedules", "reports.schedule:view", "calendar", 30),
            ],
        )
