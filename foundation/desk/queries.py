"""What the pages of the desk read."""

import json
from collections import defaultdict
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
from foundation.access.choices import ApprovalState, Vote
from foundation.access.decisions import Allow, Deny
from foundation.access.models import (
    Approval,
    ApprovalVote,
    BreakGlass,
    ConflictPair,
    Deputy,
    Recertification,
    RecertificationItem,
    Role,
    RoleGrant,
    SeparationException,
    SeparationRule,
    Takeover,
    Viewing,
)
from foundation.access.policy import can
from foundation.access.queries.grants import grants_to_end, needed_administrator, requests_open_for, sign_in_asked_for
from foundation.access.queries.takeovers import planned
from foundation.jobs.models import Job
from foundation.lib.dates import midnight
from foundation.organisation.models import Person
from foundation.records.models import AuditEvent
from foundation.screens.history import ON_BEHALF

from . import verifying
from .models import Requirement

NAMED = ("access", "organisation")
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


def grants_between(first, last):
    """Roles that somebody held on one of these days, by person."""
    held = grants_in_words().filter(Q(valid_to=None) | Q(valid_to__gte=first), valid_from__lte=last)
    order = ("person__last_name", "person__first_name", "person", "valid_from", "role")
    return held.select_related("person__unit").order_by(*order)


def deputies_between(first, last, *, seen_by):
    found = Deputy.objects.visible_to(seen_by).filter(valid_from__lte=last, valid_to__gte=first)
    known = found.select_related("principal", "person", "requested_by").prefetch_related("roles", "grants__approved_by")
    return known.order_by("valid_from", "pk")


def acts_on_behalf(deputies):
    """{key: how often the deputy did something in the place of his principal}, in one query."""
    if not deputies:
        return {}
    told = AuditEvent.objects.filter(
        operation="event", person_id__in={each.person_id for each in deputies}, payload__after__contains=f'"{ON_BEHALF}"',
        at__gte=midnight(min(each.valid_from for each in deputies)),
    )  # fmt: skip
    acts = [
        (person, json.loads(facts).get(ON_BEHALF), timezone.localdate(at))
        for person, facts, at in told.values_list("person_id", "payload__after", "at")
    ]
    return {
        each.pk: sum(
            (person, principal) == (each.person_id, each.principal_id) and each.valid_from <= day <= each.last_day
            for person, principal, day in acts
        )
        for each in deputies
    }


def recertifications_between(first, last):
    """Those that were under way on one of these days."""
    under_way = Q(closed_on=None) | Q(closed_on__gte=first)
    return Recertification.objects.filter(under_way, started_on__lte=last).select_related("role").order_by("pk")


def _moments(first, last):
    return midnight(first), midnight(last + timedelta(days=1))


def glasses_between(first, last):
    start, end = _moments(first, last)
    return BreakGlass.objects.filter(asked_at__gte=start, asked_at__lt=end).select_related("person", "reviewer")


def viewings_between(first, last):
    start, end = _moments(first, last)
    return Viewing.objects.filter(began_at__gte=start, began_at__lt=end).select_related("viewer", "person")


def acts_of_privileged(first, last, *, people):
    """What those did who held a privileged role within these days, in the words of the trade."""
    start, end = _moments(first, last)
    holders = grants_between(first, last).filter(role__privileged=True, person__in=people).order_by().values("person")
    events = AuditEvent.objects.filter(operation="event", at__gte=start, at__lt=end, person_id__in=holders)
    return events.select_related("payload").order_by("pk")


def subjects_of(events):
    """{key of the event: what it was about}: people and their rights by name, all else by its kind and key."""
    models = {model._meta.db_table: model for model in apps.get_models()}
    keys = defaultdict(set)
    for event in events:
        if event.table in models and models[event.table]._meta.app_label in NAMED:
            keys[event.table].add(event.key)
    names = {
        (table, str(row.pk)): str(row)
        for table, found in keys.items()
        for row in models[table]._base_manager.filter(pk__in=found).select_related()
    }
    kinds = {table: model._meta.verbose_name for table, model in models.items()}
    return {
        event.pk: names.get((event.table, event.key)) or f"{kinds.get(event.table, event.table)} {event.key}"
        for event in events
    }


def exceptions_between(first, last):
    found = SeparationException.objects.filter(valid_from__lte=last, valid_to__gte=first)
    return found.select_related("person", "role_a", "role_b", "requested_by").order_by("valid_from", "pk")


def approvers_of(rows):
    """{key of the row: who said yes}, of rows of one table."""
    said = ApprovalVote.objects.filter(
        vote=Vote.YES, approval__state=ApprovalState.APPROVED,
        approval__subject_table__in={row._meta.db_table for row in rows},
        approval__subject_key__in=[str(row.pk) for row in rows],
    )  # fmt: skip
    names = {}
    for vote in said.select_related("person", "approval").order_by("pk"):
        names.setdefault(vote.approval.subject_key, []).append(str(vote.person))
    return {key: ", ".join(people) for key, people in names.items()}


def requirements_of_the_map():
    """Law is no secret: all of them, for whoever has the page."""
    return Requirement.objects.all()


def grants_ending(person, first, last):
    reach = Person.objects.visible_to(person)
    return RoleGrant.objects.filter(person__in=reach, valid_to__range=(first, last))


@dataclass(frozen=True)
class Ends:
    """What ends with an employment, and what stays for others to decide."""

    grants: list
    requests: list
    sign_in: list
    sessions: int
    asked: list
    taken_over: list
    needed: bool


def what_ends(person):
    today = timezone.localdate()
    asked = Approval.objects.filter(state=ApprovalState.PENDING, maker=person).prefetch_related("subject")
    return Ends(
        grants=list(grants_to_end(person, today)),
        requests=list(requests_open_for(person)),
        sign_in=sign_in_asked_for(person),
        sessions=UserSession.objects.filter(user__person=person).count(),
        asked=[(approval, approvals.title_of(approval)) for approval in asked],
        taken_over=taken_over_once(person, today),
        needed=needed_administrator(person, today),
    )


def taken_over_once(person, today):
    """What he leaves behind, and who takes it over; the roles of one recertification together."""
    found = planned([person], max(today, person.left_on or today) + timedelta(days=1))
    return list({(one.title, one.taker): one for one in found}.values())


def excluded_by(role):
    """[(other role, separation rule)] that nobody may hold together with this one."""
    pairs = ConflictPair.objects.filter(Q(role_a=role) | Q(role_b=role)).select_related("role_a", "role_b")
    rules = SeparationRule.objects.in_bulk()
    found = [(pair.role_b if pair.role_a_id == role.pk else pair.role_a, rules[pair.rule]) for pair in pairs]
    return sorted(found, key=lambda item: (item[1].code, item[0].code))


def approvals_for(person):
    """Approvals that a person may see: what he may decide, asked for, voted on or took over; the audit sees all."""
    if can(person, "records.audit:view"):
        return Approval.objects.all()
    kinds = Approval.objects.order_by().values_list("kind", flat=True).distinct()
    mine = [kind for kind in kinds if can(person, approvals.kind_of(Approval(kind=kind)).permission)]
    table = Approval._meta.db_table
    taken = [one.subject_key for one in Takeover.objects.filter(taker=person, subject_table=table)]
    return Approval.objects.filter(
        Q(kind__in=mine)
        | Q(maker=person)
        | Q(pk__in=Approval.objects.filter(votes__person=person).values("pk"))
        | Q(pk__in=taken)
    )


def recertifications_for(person):
    """All of them for who watches over rights; a reviewer sees his own."""
    if can(person, "access.role:view"):
        return Recertification.objects.all()
    mine = RecertificationItem.objects.filter(reviewer=person)
    return Recertification.objects.filter(Q(reviewer=person) | Q(pk__in=mine.values("recertification")))


def approvals_to_decide(person):
    """Pending ones on which this person may vote and has not yet."""
    pending = Approval.objects.filter(state=ApprovalState.PENDING).exclude(maker=person).exclude(votes__person=person)
    return [
        approval
        for approval in pending.prefetch_related("subject", "votes")
        if approvals.may_vote(person, approval) and not approvals.has_voted(person, approval)
    ]


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
