from django.urls import reverse

from foundation.access.approvals import kind_of

from .queries import approvals_to_decide
from .worklist import WorkItem


def approvals_waiting(person):
    return [
        WorkItem(
            approval.title, reverse("desk:approval", args=[approval.pk]), kind_of(approval).label, approval.asked_at
        )
        for approval in approvals_to_decide(person)
    ]
