"""Recertification as people notice it: who is asked to look, who is reminded, and what begins by itself."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.actions import recertification as actions
from foundation.access.models import Recertification, RoleGrant
from foundation.access.policy import LAST_ONE_STAYS, can
from foundation.access.queries.recertification import (
    campaigns_waiting_for,
    changes_asked_for,
    grants_due,
    open_items,
    reviewers_of,
)
from foundation.access.standard import OWNERS
from foundation.lib.dates import midnight
from foundation.notices.actions import notify
from foundation.organisation.models import Person
from foundation.records.actor import acting

from .worklist import WorkItem

KIND = "access.recertification"
TIME_TO_REVIEW = timedelta(days=30)
REMINDED_EVERY = 7
ASKED = _("Please recertify the roles that people hold")
LATE = _("A recertification is overdue. What nobody signs is suspended 14 days after its day")
NOBODY = _("Roles are due for recertification, and nobody is there to look at them. Please start it by hand.")
LAST = _(
    "The recertification of the last administrators of access is overdue. They keep the role so that somebody can act."
)
DETAILS = "desk:recertification"


def start(*, by, **facts):
    with acting(by):
        campaign = actions.start_recertification(by=by, **facts)
        _ask(campaign)
        return campaign


def work(job, progress):
    """Every morning: begin what is due within a month, remind whom it is late for."""
    today = timezone.localdate()
    with acting("system:recertification"):
        started = begin(today)
        reminded = remind(today)
    return {"started": started, "reminded": reminded}


def begin(today):
    due = grants_due(today)
    count = 0
    for side in OWNERS:
        keys = [grant.pk for grant in due if grant.role.side == side]
        if keys:
            count += _begin_side(side, RoleGrant.objects.filter(pk__in=keys), today)
    return count


def remind(today):
    late = Recertification.objects.filter(closed_on=None, due_on__lt=today)
    count = 0
    for campaign in late:
        if (today - campaign.due_on).days % REMINDED_EVERY == 1:
            count += _tell_reviewers(campaign, LATE)
    if _all_administrators_overdue(today):
        count += _tell_holders("access.scan:run", LAST, today) + _tell_holders("access.grant:request", LAST, today)
    return count


def waiting(person):
    """For the work list: what is to be reviewed and signed, and what an administrator is to change."""
    items = [
        WorkItem(
            str(campaign),
            reverse(DETAILS, args=[campaign.pk]),
            _("Recertification"),
            midnight(campaign.started_on),
            campaign.due_on,
        )
        for campaign in campaigns_waiting_for(person)
    ]
    if can(person, actions.START):
        items += [
            WorkItem(
                _("Change “{role}” of {person}: {reason}").format(
                    role=item.grant.role, person=item.grant.person, reason=item.reason
                ),
                f"{reverse('desk:person', args=[item.grant.person_id])}?tab=roles",
                _("Recertification"),
                item.decided_at,
            )
            for item in changes_asked_for()
        ]
    return items


def _begin_side(side, grants, today):
    """What nobody else may look at waits for a campaign by hand; the administration of access is told."""
    reviewer, stand_in, *_rest = [*reviewers_of(side, today), None, None]
    own = grants.filter(person=reviewer) if reviewer else grants
    if stand_in is None and own.exists():
        _tell_holders(actions.START, NOBODY, today)
        grants = grants.exclude(pk__in=own)
    if not grants.exists():
        return 0
    campaign = actions.open_campaign(
        side=side, reviewer=reviewer, stand_in=stand_in, grants=grants, due_on=today + TIME_TO_REVIEW
    )
    _ask(campaign)
    return 1


def _ask(campaign):
    _tell_reviewers(campaign, ASKED)


def _tell_reviewers(campaign, title):
    people = Person.objects.filter(pk__in=open_items(campaign).values("reviewer"))
    for person in people:
        notify(person, title, reverse(DETAILS, args=[campaign.pk]), kind=KIND)
    return len(people)


def _tell_holders(permission, title, today):
    people = [person for person in Person.objects.employed(today) if can(person, permission)]
    for person in people:
        notify(person, title, reverse("desk:recertifications"), kind=KIND)
    return len(people)


def _all_administrators_overdue(today):
    held = RoleGrant.objects.valid(today).filter(role=LAST_ONE_STAYS).select_related("role")
    overdue = [grant.is_overdue(today) for grant in held]
    return bool(overdue) and all(overdue)
