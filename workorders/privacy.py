"""Who asked for work and who did it is known as long as letters are kept."""

from foundation.organisation.models import Person
from foundation.records import personal

from .models import WorkOrder, WorkOrderMessage

NAMED = [
    (WorkOrder, "requester", "asked_at"),
    (WorkOrder, "assignee", "asked_at"),
    (WorkOrder, "done_by", "done_at"),
    (WorkOrderMessage, "author", "at"),
]


def register():
    for model, by, since in NAMED:
        personal.declare(model, of=Person, by=by, rule="letters", since=since)
