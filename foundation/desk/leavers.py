"""What somebody who leaves leaves behind: what waits for nobody else, who takes it over, and who is told."""

from datetime import timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.access import approvals, permissions, takeovers
from foundation.access.actions import recertification
from foundation.access.actions.takeovers import hand_over
from foundation.access.calc.takeover import is_short
from foundation.access.choices import ApprovalState, Way
from foundation.access.models import Approval, Recertification, RecertificationItem, RoleGrant
from foundation.access.policy import can
from foundation.access.queries.grants import holders
from foundation.access.queries.recertification import reviewers_of
from foundation.access.queries.takeovers import planned, taken_over_by
from foundation.lib.dates import midnight
from foundation.notices.actions import notify
from foundation.organisation.models import Person, Unit
from foundation.records.actor import acting

from .worklist import WorkItem

DAY = timedelta(days=1)
KIND = "access.deputy"
FIND = _("Find somebody for: {title}")
NOBODY = _("When {person} has left, nobody may go on with this any more: {title}")
SUCCEEDS = _("You take over the work of {person}")
TAKES_OVER = _("You take over work from {person} ({count})")


def waiting(person):
    """What he took over by name, and from whom."""
    for duty, subject, takeover in taken_over_by(person):
        title = duty.title(subject)
        if takeover.way == Way.ADMINISTRATOR:
            title = FIND.format(title=title)
        yield WorkItem(title, duty.url(subject), duty.label, takeover.at, duty.due(subject), str(takeover.leaver))


def work(job, progress):
    """Every night once more, for all who ever left: something may have come back to them by name."""
    today = timezone.localdate()
    with acting("system:takeovers"):
        return {"taken_over": hand_over(Person.objects.filter(left_on__lt=today), on=today)}


# --- Who is told -----------------------------------------------------------------------------------------------------


def told_of_leaver(event):
    """As soon as it is known that somebody leaves: the successor, and the administration of what nobody else may do."""
    person = Person.objects.get(pk=event.subject_key)
    with acting("system:leavers"):
        if person.successor:
            notify(person.successor, format_lazy(SUCCEEDS, person=person), reverse("desk:work"), kind=KIND)
        for one in planned([person], timezone.localdate() + DAY):
            if one.way == Way.ADMINISTRATOR:
                said = format_lazy(NOBODY, person=person, title=one.title)
                _tell_administrators(person, said, one.duty.url(one.duty.about(one.row)))


def told_of_takeover(event):
    leaver, taker = (Person.objects.get(pk=key) for key in (event.subject_key, event.facts["taker_id"]))
    with acting("system:leavers"):
        said = format_lazy(TAKES_OVER, person=leaver, count=event.facts["count"])
        notify(taker, said, reverse("desk:work"), kind=KIND)


def _tell_administrators(leaver, said, url):
    today = timezone.localdate()
    valid = RoleGrant.objects.valid(today).filter(role="admin.access").exclude(person=leaver)
    for administrator in Person.objects.employed(today).filter(pk__in=valid.values("person")):
        notify(administrator, said, url, kind=KIND)


# --- Approvals -------------------------------------------------------------------------------------------------------


def _undecidable(leavers, on):
    """Approvals that a leaver could vote on, and that have too few voters without him."""
    pending = list(
        Approval.objects.filter(state=ApprovalState.PENDING).prefetch_related("subject", "votes").order_by("pk")
    )
    at, gone = midnight(on), {one.pk for one in leavers}
    for permission in sorted({approvals.kind_of(one).permission for one in pending}):
        leaver = _held(permission, leavers)
        able = Person.objects.employed(on).filter(pk__in=holders(permission, on)).exclude(pk__in=gone)
        able = list(able.select_related("unit")) if leaver else []
        for approval in pending if leaver else ():
            if approvals.kind_of(approval).permission == permission and is_short(
                approvals.missing_votes(approval),
                [approvals.sides_of_vote(one, approval, at) for one in able if _may_vote(one, approval, at)],
            ):
                yield approval, leaver


def _held(permission, leavers):
    """The first of them who held it until the end."""
    until_the_end = Q(valid_to=None) | Q(valid_to__gte=F("person__left_on")) | Q(person__left_on=None)
    roles = permissions.get(permission).roles
    held = RoleGrant.objects.filter(until_the_end, person__in=leavers, role__in=roles).values_list("person", flat=True)
    found = set(held)
    return next((one for one in leavers if one.pk in found), None)


def _may_vote(person, approval, at):
    return approvals.may_vote(person, approval, at) and not approvals.has_voted(person, approval, at)


APPROVALS = takeovers.Duty(
    code="approval",
    label=_("Approval"),
    waiting=_undecidable,
    may=_may_vote,
    own=lambda person, approval: person.pk in (approval.maker_id, getattr(approval.subject, "person_id", None)),
    able=lambda approval, on: Person.objects.filter(pk__in=holders(approvals.kind_of(approval).permission, on)),
    still=lambda keys, person: (
        Approval.objects.filter(pk__in=keys, state=ApprovalState.PENDING).prefetch_related("subject").order_by("pk")
    ),
    title=approvals.title_of,
    url=lambda approval: reverse("desk:approval", args=[approval.pk]),
)


# --- Recertifications ------------------------------------------------------------------------------------------------


def _reviews(leavers, on):
    items = RecertificationItem.objects.filter(
        reviewer__in=leavers, signed_on=None, grant__in=RoleGrant.objects.valid(on)
    )
    items = items.select_related("grant", "recertification__role", "recertification__reviewer").order_by("pk")
    by_key = {one.pk: one for one in leavers}
    return [(item, by_key[item.reviewer_id]) for item in items]


def _reviewers(item, on):
    """Who answers for the side first, then all others who may."""
    side = item.recertification.side or item.recertification.role.side
    first = reviewers_of(side, on)
    others = Person.objects.filter(pk__in=holders(recertification.DECIDE, on)).order_by("pk")
    return [*first, *(one for one in others if one not in first)]


RECERTIFICATIONS = takeovers.Duty(
    code="recertification",
    label=_("Recertification"),
    waiting=_reviews,
    may=lambda person, item, at: person.pk != item.grant.person_id and bool(can(person, recertification.DECIDE, at=at)),
    able=_reviewers,
    give=recertification.give_to,
    about=lambda item: item.recertification,
    still=lambda keys, person: (
        Recertification.objects.filter(pk__in=keys, items__signed_on=None, items__reviewer=person)
        .distinct()
        .select_related("role")
    ),
    due=lambda campaign: campaign.due_on,
    url=lambda campaign: reverse("desk:recertification", args=[campaign.pk]),
)


# --- Units -----------------------------------------------------------------------------------------------------------


def _headless(leavers, on):
    by_key = {one.pk: one for one in leavers}
    return [(unit, by_key[unit.head_id]) for unit in Unit.objects.filter(head__in=leavers).order_by("pk")]


UNITS = takeovers.Duty(
    code="head",
    label=_("Head of a unit"),
    waiting=_headless,
    may=lambda person, unit, at: False,
    still=lambda keys, person: Unit.objects.filter(pk__in=keys, head__left_on__lt=timezone.localdate()).order_by("pk"),
    title=lambda unit: _("Head of {unit}").format(unit=unit),
    url=lambda unit: reverse("desk:name_head", args=[unit.pk]),
)


def register():
    for duty in (APPROVALS, RECERTIFICATIONS, UNITS):
        takeovers.register(duty)
