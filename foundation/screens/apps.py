from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreensConfig(AppConfig):
    name = "foundation.screens"
    label = "screens"
    verbose_name = _("Screens")

    def ready(self):
        from foundation.notices.queries import unread_count

        from . import context

        context.badges.append(unread_count)
