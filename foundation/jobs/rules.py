from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.decisions import Deny
from foundation.access.policy import roles_of


def own_or_administrator(person, job, at):
    if job is None or job.requested_by_id == person.pk or "admin.system" in roles_of(person, timezone.localdate(at)):
        return None
    return Deny("R20", _("Only who asked for a job, or the system administration, starts it again."))
