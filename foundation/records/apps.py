from django.apps import AppConfig
from django.core.checks import register
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "foundation.records"
    label = "records"
    verbose_name = _("Records")

    def ready(self):
        from . import audit, database, guards

        connection_created.connect(database.prepare, dispatch_uid="records.database")
        pre_migrate.connect(guards.before_migrate, sender=self, dispatch_uid="records.guards.drop")
        post_migrate.connect(guards.after_migrate, sender=self, dispatch_uid="records.guards.install")
        register(guards.check, "database")
        audit.register_guards()
