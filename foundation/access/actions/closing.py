"""What ends by itself is closed within a minute, for ever: a clock that is put back opens nothing again."""

from datetime import timedelta

from django.utils import timezone

from foundation.organisation.choices import Side
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..models import Appointment, CoolOff, RoleGrant, User
from ..sessions import end_sessions
from .moves import leave_desk, take_up
from .takeovers import hand_over

DAY = timedelta(days=1)


def close_what_ended(now):
    """{what: how many}. R16: whoever left is signed out and signs in no more; what waited for them alone somebody else
    takes over. R19: roles whose last day has passed are closed. R02: with the last front role the desk is left."""
    today = timezone.localdate(now)
    with acting("system:closing"):
        left = _close_logins(today)
        return {
            "logins": len(left), "taken_over": hand_over(left, on=today), "roles": _close_roles(today, now),
            "moves": _take_up_posts(today),
        }  # fmt: skip


def _close_logins(today):
    left = list(User.objects.filter(person__left_on__lt=today, is_active=True).select_related("person").order_by("pk"))
    for user in left:
        end_sessions(user, why="left")
        User.objects.filter(pk=user.pk).update(is_active=False)
        happened("access.user.closed", subject=user)
    return {user.person for user in left}


def _close_roles(today, now):
    over = RoleGrant.objects.filter(valid_to__lt=today, closed_at=None).select_related("role", "person__unit")
    over = list(over.order_by("pk"))
    for grant in over:
        RoleGrant.objects.filter(pk=grant.pk).update(closed_at=now)
        _leave_desk_of(grant)
    return len(over)


def _leave_desk_of(grant):
    person, day = grant.person, grant.valid_to + DAY
    if CoolOff.objects.filter(person=person, valid_from__gte=day).exists():
        return  # the move said already which desk was left
    others = RoleGrant.objects.valid(day).filter(person=person, role__side=Side.FRONT)
    if grant.role.side == Side.FRONT and person.unit and not others.exists():
        leave_desk(person, person.unit, on=day)


def _take_up_posts(today):
    begun = Appointment.objects.filter(valid_from__lte=today, moved_at=None).exclude(state__in=("refused", "withdrawn"))
    begun = list(begun.select_related("position__unit").order_by("pk"))
    for appointment in begun:
        take_up(appointment)
    return len(begun)
