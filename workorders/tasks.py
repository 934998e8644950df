from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.jobs.registry import handler

from .actions.escalation import escalate

ESCALATION = "workorders.escalation"


@handler(ESCALATION, label=_("Remind of work orders"))
def remind(job, progress):
    missed, warned = escalate(timezone.now())
    return {"missed": missed, "warned": warned}
