from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "foundation.access"
    label = "access"
    verbose_name = _("Access")

    def ready(self):
        from foundation.organisation.models.person import ask_for_reach

        from . import approvals, checks, guards, policy, privacy, signals  # noqa: F401 - connects them
        from .actions import roles, standard

        ask_for_reach(policy.reach_of)
        guards.register()
        privacy.register()
        register(checks.permissions_stay_on_their_side)
        post_migrate.connect(standard.write_standard, sender=self, dispatch_uid="access.standard")
        approvals.register(roles.GRANT)
