from django.utils.translation import gettext_lazy as _

from foundation.access.permissions import EVERYBODY, Permission

from .rules import own_or_administrator

PERMISSIONS = (
    Permission("jobs.job:view", _("See one's own background jobs"), roles=EVERYBODY),
    Permission("jobs.job:view_all", _("See all background jobs"), roles=("admin.system", "audit.internal")),
    Permission("jobs.job:retry", _("Start a failed job again"), roles=EVERYBODY, rules=(own_or_administrator,)),
)
