from django.utils.translation import gettext_lazy as _

from foundation.access.decisions import Deny


def own_schedule(person, schedule, at):
    if schedule is None or schedule.owner_id == person.pk:
        return None
    return Deny("R20", _("Only its owner changes a schedule."))
