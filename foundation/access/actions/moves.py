"""Movers: with a new post the old roles end, the old desk is barred for a while, and the new roles are asked for anew
(R02, R17)."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError
from foundation.organisation.choices import Side
from foundation.organisation.models import Person
from foundation.organisation.queries import units_below
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..choices import CoolOffKind, TermCode
from ..gate import check
from ..models import Appointment, CoolOff, RoleGrant
from ..queries.grants import needed_administrator
from ..queries.terms import days_of
from .deputies import end_deputies_of
from .people import TWO_NEEDED
from .positions import appoint, withdraw_appointment

MOVE = "organisation.person:move"
DAY = timedelta(days=1)
TERMS = {CoolOffKind.MOVE: TermCode.COOL_OFF_MOVE, CoolOffKind.AUDIT: TermCode.COOL_OFF_AUDIT}


def move_person(person, *, by, position, on, reason):
    """`on` is the first day in the new post. The roles of self service stay: they belong to the employment."""
    with acting(by, reason):
        check(by, MOVE, person)
        person = Person.objects.select_for_update(of=("self",)).select_related("unit").get(pk=person.pk)
        _may_move(person, on)
        for waiting in Appointment.objects.open().filter(person=person):
            withdraw_appointment(waiting, by=by)
        roles = _end_roles(person, on - DAY)
        end_deputies_of(person, by=by, on=on - DAY)
        _cool_off(person, roles, position, on)
        appointment = appoint(person, by=by, position=position, on=on)
        happened("organisation.person.moved", subject=person, on=on, position=position.name)
        if on <= timezone.localdate():
            take_up(appointment)
        return appointment


def take_up(appointment):
    """Inside `acting`. From its first day on, the person belongs to the unit of the position."""
    position = appointment.position
    Person.objects.filter(pk=appointment.person_id).update(unit=position.unit, job_title=position.name)
    Appointment.objects.filter(pk=appointment.pk, moved_at=None).update(moved_at=timezone.now())


def leave_desk(person, unit, *, on, kind=CoolOffKind.MOVE, whole_branch=False):
    """Inside `acting`. Bars the unit from the day `on`; for who led it all units below it too."""
    last = on + timedelta(days=days_of(TERMS[kind]) - 1)
    there = CoolOff.objects.filter(person=person, valid_to__gte=last, valid_from__lte=on).values_list("unit", flat=True)
    for key in (units_below(unit.pk) if whole_branch else {unit.pk}).difference(there):
        CoolOff.objects.create(person=person, unit_id=key, kind=kind, valid_from=on, valid_to=last)


def _may_move(person, on):
    if on < timezone.localdate():
        raise BusinessError("access.move_past", _("A move begins today or later."), field="on")
    if not person.is_employed(on):
        raise BusinessError("access.move_left", _("On this day the person does not work here."), field="on")
    if needed_administrator(person, on - DAY):
        raise BusinessError("access.two_administrators", TWO_NEEDED)


def _end_roles(person, last):
    """All but those of self service; the roles that ended."""
    grants = RoleGrant.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=last), person=person, closed_at=None, deputy=None
    )
    ended = list(grants.exclude(role="staff").select_related("role"))
    for grant in ended:
        close_after(grant, last)
        happened("access.grant.ended", subject=grant, on=last)
    return [grant.role for grant in ended]


def close_after(grant, last):
    """What has not begun by then never begins."""
    if grant.valid_from <= last:
        RoleGrant.objects.filter(pk=grant.pk).update(valid_to=last)
    else:
        RoleGrant.objects.filter(pk=grant.pk).update(valid_to=grant.valid_from, closed_at=timezone.now())


def _cool_off(person, roles, position, on):
    old = person.unit
    if old is None or old == position.unit:
        return
    to_audit = Side.AUDIT in {position.unit.side, *(role.side for role in position.roles.all())}
    if to_audit or Side.FRONT in {old.side, *(role.side for role in roles)}:
        kind = CoolOffKind.AUDIT if to_audit else CoolOffKind.MOVE
        leave_desk(person, old, on=on, kind=kind, whole_branch=old.head_id == person.pk)
