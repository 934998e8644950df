"""Object rules of risk control, beside those that all rooms share."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.decisions import Deny
from foundation.access.models import RoleGrant
from foundation.organisation.choices import Side

COOL_OFF = timedelta(days=180)


def not_former_desk(person, obj, at):
    """R02: within half a year of leaving a desk nobody judges what that desk does. Stricter than the rule that all rooms
    share: a limit is about many desks, and a role of the front counts however it ended, not by a move alone."""
    desks = set(getattr(obj, "desk_ids", ())) or {getattr(obj, "desk_id", None)}
    if desks - {None} and desks & _left_desks(person, timezone.localdate(at)):
        return Deny("R02", _("You worked at this desk until lately. Somebody else has to decide."))
    return None


def own_request(person, obj, at):
    """R21: who asked for a decision withdraws it, under his own name."""
    if getattr(obj, "asked_by_id", None) not in (None, person.pk):
        return Deny("R21", _("Only who asked for it withdraws it."))
    return None


def _left_desks(person, on):
    """The desks of front roles that ended lately. A role that named no desk was for the one where he worked."""
    ended = RoleGrant.objects.filter(person=person, role__side=Side.FRONT, valid_to__range=(on - COOL_OFF, on))
    return {unit or person.unit_id for unit in ended.values_list("unit_id", flat=True)}
