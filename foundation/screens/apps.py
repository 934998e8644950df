from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ScreensConfig(AppConfig):
    name = "foundation.screens"
    label = "screens"
    verbose_name = _("Screens")

    def ready(self):
        from foundation.notices.queries import unread_count

        from . import context, guards, lookups, search_words  # noqa: F401 - lookups register themselves

        guards.register()
        context.badges.append(unread_count)
        connection_created.connect(search_words.prepare, dispatch_uid="screens.search_words")
        search_words.register_functions()
        post_migrate.connect(fill_words, sender=self, dispatch_uid="screens.search_words.fill")


def fill_words(**kwargs):
    from .search_words import fill

    fill()
