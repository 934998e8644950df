from django.utils.translation import gettext_lazy as _

from foundation.access.permissions import EVERYBODY, Permission

from .rules import own_schedule

MANAGERS = ("front.head", "board.front", "back.head", "board.back", "risk.head")
WATCHERS = ("admin.system", "audit.internal")

PERMISSIONS = (
    Permission("reports.run:view", _("See one's own reports"), roles=EVERYBODY),
    Permission("reports.schedule:manage", _("Schedule reports"), roles=MANAGERS, rules=(own_schedule,)),
    Permission("reports.schedule:view", _("See schedules of reports"), roles=(*MANAGERS, *WATCHERS)),
    Permission("reports.schedule:view_all", _("See all schedules of reports"), roles=WATCHERS),
)
