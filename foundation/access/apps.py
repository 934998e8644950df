from django.apps import AppConfig
from django.core.checks import register
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "foundation.access"
    label = "access"
    verbose_name = _("Access")

    def ready(self):
        from foundation.organisation.choices import Side
        from foundation.organisation.models.person import ask_for_reach
        from foundation.records.actor import ask_for_mark

        from . import approvals, checks, guards, policy, privacy, row_security, signals  # noqa: F401 - connects them
        from .actions import breakglass, deputies, exceptions, positions, roles, standard, terms

        ask_for_reach(policy.reach_of)
        ask_for_mark(policy.mark_of)
        guards.register()
        privacy.register()
        register(checks.permissions_stay_on_their_side)
        register(checks.emergencies_are_technical)
        post_migrate.connect(standard.write_standard, sender=self, dispatch_uid="access.standard")
        connection_created.connect(row_security.greet, dispatch_uid="access.row_security")
        post_migrate.connect(row_security.install, sender=self, dispatch_uid="access.row_security.install")
        row_security.protect("access_rolegrant", read=tuple(Side), insert=tuple(Side), update=tuple(Side))
        approvals.register(roles.GRANT)
        for kind in (
            breakglass.GLASS,
            exceptions.EXCEPTION,
            exceptions.PROFILE,
            deputies.DEPUTY,
            positions.POSITION,
            positions.GRANTING,
            terms.TERM,
        ):
            approvals.register(kind)
