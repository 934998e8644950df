"""What the desk itself tells the work list, the home page and the search."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.access.approvals import kind_of, title_of
from foundation.access.choices import ApprovalState
from foundation.access.policy import can
from foundation.organisation.models import Person
from foundation.records.models import AuditSeal
from foundation.screens import search
from foundation.screens.templatetags.screens import moment

from .figures import Figure
from .queries import approvals_for, approvals_to_decide
from .worklist import WorkItem


def approvals_waiting(person):
    return [
        WorkItem(
            title_of(approval), reverse("desk:approval", args=[approval.pk]), kind_of(approval).label, approval.asked_at
        )
        for approval in approvals_to_decide(person)
    ]


def figures(person):
    """Approvals under way for those who give roles, the last seal for those who read the trail."""
    found = []
    if can(person, "access.grant:approve"):
        waiting = approvals_for(person).filter(state=ApprovalState.PENDING).count()
        url = f"{reverse('desk:approvals')}?state={ApprovalState.PENDING}"
        found.append(Figure(_("Approvals under way"), str(waiting), url=url, tone="wait" if waiting else ""))
    if can(person, "records.audit:verify"):
        last = AuditSeal.objects.order_by("-pk").values_list("at", flat=True).first()
        value = moment(last) if last else _("none yet")
        found.append(Figure(_("Last seal of the audit trail"), value, url=reverse("desk:verify")))
    return found


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
