from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.jobs.registry import handler

from .actions.decisions import reopen_run_out

TOLERANCES = "risk.tolerances"


@handler(TOLERANCES, label=_("Open run-out tolerances again"))
def look_at_tolerances(job, progress):
    return {"reopened": reopen_run_out(timezone.localdate())}
