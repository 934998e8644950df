from django.utils.translation import gettext_lazy as _

from foundation.access.permissions import EVERYBODY, Permission
from foundation.organisation.choices import Side

from .rules import own_or_administrator

PERMISSIONS = (
    Permission("jobs.job:view", _("See one's own background jobs"), roles=EVERYBODY),
    Permission("jobs.job:view_all", _("See all background jobs"), roles=("admin.system", "audit.internal")),
    Permission(
        "jobs.worker:restart",
        _("Restart the worker"),
        side=Side.BACK,
        roles=("back.itops",),
        fresh_login=True,
        emergency=True,
    ),
    Permission(
        "jobs.job:retry",
        _("Start a failed job again"),
        roles=EVERYBODY,
        finding=True,
        rules=(own_or_administrator,),
    ),
)
