"""What the pages of the desk read."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import connection
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone

from foundation.access import approvals, permissions
from foundation.access.choices import ApprovalState
from foundation.access.decisions import Allow, Deny
from foundation.access.models import Approval, ConflictPair, Role, RoleGrant, SeparationRule
from foundation.access.policy import can
from foundation.access.queries.grants import grants_to_end, needed_administrator, requests_open_for
from foundation.jobs.models import Job
from foundation.lib.dates import midnight
from foundation.organisation.models import Person
from foundation.records.models import AuditEvent

from . import verifying

_EVENTS_OF_DAY = "(SELECT count(*) FROM records_auditevent WHERE at >= %s AND at < %s)"


@dataclass(frozen=True)
class Right:
    label: str
    decision: Allow | Deny


def rights_by_room(person):
    """Every permission there is, by room, with the answer for this person."""
    rights = [(permission.code, Right(permission.label, can(person, permission.code))) for permission in _declared()]
    return _by_room(rights)


def role_rights_by_room(role):
    """The labels of what a role may do, by room."""
    return _by_room([(permission.code, permission.label) for permission in permissions.of_role(role.code)])


def _by_room(pairs):
    rooms = groupby(sorted(pairs, key=lambda pair: pair[0]), key=lambda pair: pair[0].split(".")[0])
    return {apps.get_app_config(room).verbose_name: [what for _code, what in group] for room, group in rooms}


def _declared():
    return [permission for permission in permissions.declared() if permission.roles != permissions.EVERYBODY]


def roles_with_holders(on):
    valid = Q(rolegrants__valid_from__lte=on) & (Q(rolegrants__valid_to=None) | Q(rolegrants__valid_to__gte=on))
    return Role.objects.annotate(holders=Count("rolegrants__person", filter=valid, distinct=True))


def grants_in_words():
    return RoleGrant.objects.select_related("person", "role", "company", "requested_by", "approved_by")


def grants_ending(person, first, last):
    reach = Person.objects.visible_to(person)
    return RoleGrant.objects.filter(person__in=reach, valid_to__range=(first, last))


@dataclass(frozen=True)
class Ends:
    """What ends with an employment, and what stays for others to decide."""

    grants: list
    requests: list
    sessions: int
    asked: list
    needed: bool


def what_ends(person):
    today = timezone.localdate()
    asked = Approval.objects.filter(state=ApprovalState.PENDING, maker=person).prefetch_related("subject")
    return Ends(
        grants=list(grants_to_end(person, today)),
        requests=list(requests_open_for(person)),
        sessions=UserSession.objects.filter(user__person=person).count(),
        asked=[(approval, approvals.title_of(approval)) for approval in asked],
        needed=needed_administrator(person, today),
    )


def excluded_by(role):
    """[(other role, separation rule)] that nobody may hold together with this one."""
    pairs = ConflictPair.objects.filter(Q(role_a=role) | Q(role_b=role)).select_related("role_a", "role_b")
    rules = SeparationRule.objects.in_bulk()
    found = [(pair.role_b if pair.role_a_id == role.pk else pair.role_a, rules[pair.rule]) for pair in pairs]
    return sorted(found, key=lambda item: (item[1].code, item[0].code))


def approvals_for(person):
    """Approvals that a person may see: what he may decide, asked for or voted on; the audit sees all."""
    if can(person, "records.audit:view"):
        return Approval.objects.all()
    kinds = Approval.objects.order_by().values_list("kind", flat=True).distinct()
    mine = [kind for kind in kinds if can(person, approvals.kind_of(Approval(kind=kind)).permission)]
    return Approval.objects.filter(
        Q(kind__in=mine) | Q(maker=person) | Q(pk__in=Approval.objects.filter(votes__person=person).values("pk"))
    )


def approvals_to_decide(person):
    """Pending ones on which this person may vote and has not yet."""
    pending = Approval.objects.filter(state=ApprovalState.PENDING).exclude(maker=person).exclude(votes__person=person)
    return [approval for approval in pending.prefetch_related("subject") if may_vote(person, approval)]


def may_vote(person, approval):
    """Allow or Deny: the approval itself first, then its subject, which may belong to the person."""
    permission = approvals.kind_of(approval).permission
    return can(person, permission, approval) and can(person, permission, approval.subject)


def checks_of_the_trail():
    """The newest first."""
    return Job.objects.filter(kind=verifying.KIND).select_related("requested_by").order_by("-pk")


def audit_events():
    """With the name of the person, for lists and files."""
    name = Person.objects.filter(pk=OuterRef("person_id")).annotate(full=Concat("first_name", Value(" "), "last_name"))
    return AuditEvent.objects.annotate(who=Subquery(name.values("full")[:1]))


def events_by_day(days):
    """How many events each of these days has, each counted along its own stretch of the index."""
    ends = [midnight(end) for day in days for end in (day, day + timedelta(days=1))]
    with connection.cursor() as cursor:
        cursor.execute(  # nosemgrep: sql-takes-parameters - so many times the same constant
            "SELECT {}".format(", ".join([_EVENTS_OF_DAY] * len(days))),
            [connection.ops.adapt_datetimefield_value(end) for end in ends],
        )
        return cursor.fetchone()
