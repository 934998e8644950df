from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackofficeConfig(AppConfig):
    name = "backoffice"
    verbose_name = _("Backoffice")

    def ready(self):
        from foundation.access.permissions import declare
        from foundation.desk import figures as home
        from foundation.screens.menu import Department, Entry, register
        from settlement.models import Deal
        from workorders import subjects

        from . import figures, watch
        from .permissions import PERMISSIONS
        from .safekeeping import indicators, nightly

        declare(*PERMISSIONS)
        nightly.register()
        indicators.register()
        watch.register()
        home.register(figures.figures, 30)
        deals = Deal.objects.visible_to  # departments beside each other do not know of each other
        subjects.register(subjects.Subject(Deal, rows=deals, visible=deals))
        register(
            Department("administration", _("Administration"), "users-group", 90),
            [Entry(_("State of the portal"), "system", "backoffice.system:view", "server", 7)],
        )
