"""When time runs short: each order is told of once at 80 % and once at 100 %, whatever happens to the job."""

from django.db.models import Q
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.access.models import RoleGrant
from foundation.notices.actions import notify
from foundation.organisation.models import Person
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..choices import OPEN
from ..models import WorkOrder
from ..rules import HEAD

ACTOR, NOTICE = "system:workorders", "workorders.time"
STEPS = (
    ("due_at", "missed_at", "missed", _("{number} is overdue: {title}")),
    ("warn_at", "warned_at", "warned", _("{number} is due soon: {title}")),
)


def escalate(now):
    """Returns how many orders were told of at 100 % and at 80 %. What is overdue is not told to be due soon as well."""
    return [_step(now, *step) for step in STEPS]


def _step(now, moment, mark, verb, sentence):
    ripe = WorkOrder.objects.filter(state__in=OPEN, **{mark: None, f"{moment}__lte": now})
    told = 0
    for order in ripe.select_related("assignee", "team", "company").order_by(moment, "pk"):
        with acting(ACTOR):
            marks = {mark: now, **({"warned_at": now} if mark == "missed_at" and order.warned_at is None else {})}
            if not WorkOrder.objects.filter(pk=order.pk, state__in=OPEN, **{mark: None}).update(**marks):
                continue
            happened(f"workorders.order.{verb}", subject=order)
            title = format_lazy(sentence, number=order.number, title=order.title)
            for person in _concerned(order):
                notify(person, title, order.get_absolute_url(), kind=NOTICE)
            told += 1
    return told


def _concerned(order):
    """The assignee, or as long as nobody has accepted it the whole team; and the heads."""
    today = timezone.localdate()
    heads = RoleGrant.objects.valid(today).filter(Q(company=None) | Q(company=order.company_id), role=HEAD)
    concerned = Q(pk__in=heads.values("person"))
    concerned |= Q(pk=order.assignee_id) if order.assignee_id else Q(unit=order.team_id)
    return Person.objects.employed(today).filter(concerned, company=order.company_id).order_by("pk")
