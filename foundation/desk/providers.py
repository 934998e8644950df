"""What the desk itself tells the work list and the search."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.access.approvals import kind_of, title_of, what_is_missing
from foundation.organisation.models import Person
from foundation.screens import search

from .queries import approvals_to_decide
from .worklist import WorkItem


def approvals_waiting(person):
    return [
        WorkItem(
            _title(approval), reverse("desk:approval", args=[approval.pk]), kind_of(approval).label, approval.asked_at
        )
        for approval in approvals_to_decide(person)
    ]


def _title(approval):
    missing = ", ".join(what_is_missing(approval))
    return f"{title_of(approval)} ({missing})" if missing else title_of(approval)


PEOPLE = search.Provider(
    kind="people",
    label=_("People"),
    icon="users",
    permission="desk.people:view",
    model=Person,
    rows=lambda person: Person.objects.visible_to(person).select_related("unit"),
    subtitle=lambda found: " · ".join(filter(None, [found.job_title, found.unit and found.unit.name])),
    address=lambda found: reverse("desk:person", args=[found.pk]),
    names=("first_name", "last_name"),
)
