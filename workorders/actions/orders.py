"""Asking for work. R25: only the front office does."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.documents.actions import store
from foundation.lib.errors import BusinessError
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.numbers import take

from .. import subjects
from ..calc.clock import Clock
from ..choices import MessageKind, Priority
from ..models import WorkOrder, WorkOrderMessage
from ..queries.services import minutes_of, service_of

ASK, WRITE, WORK = (f"workorders.order:{verb}" for verb in ("ask", "write", "work"))


def ask_back_office(
    *, by, company, kind, title, description="", priority=Priority.NORMAL, about=None, uploads=(), at=None
):
    """A new work order for the team that does such work. BusinessError `workorders.no_desk`, `workorders.no_team`."""
    check(by, ASK, about)
    if by.unit is None or by.unit.company_id != company.pk:
        raise BusinessError(
            "workorders.no_desk", _("You belong to no desk of this company, so nobody could answer you.")
        )
    service, at = service_of(company, kind), at or timezone.now()
    minutes = minutes_of(service, priority)
    clock = Clock(service.team.calendar, at, timedelta(minutes=minutes))
    with acting(by), guards.speaking():
        year = timezone.localdate(at).year
        order = WorkOrder(
            company=company, year=year, kind=kind, priority=priority, title=title, description=description,
            requester=by, desk=by.unit, asked_at=at, team=service.team, minutes=minutes,
            warn_at=clock.warning, due_at=clock.due,
        )  # fmt: skip
        if about is not None:
            order.subject, order.subject_table = subjects.label_of(about), about._meta.db_table
            order.subject_key = str(about.pk)
        order.sequence = take(f"workorder:{company.pk}:{year}")
        order.number = f"A-{year}-{order.sequence:06d}"
        order.save(force_insert=True)
        happened("workorders.order.asked", subject=order, team=str(order.team))
        for upload in uploads:
            _keep(order, by, upload)
        return order


def write_message(order, *, by, text, internal=False):
    """A remark to the other side, or a note that stays in the back office."""
    check(by, WORK if internal else WRITE, order)
    kind = MessageKind.NOTE if internal else MessageKind.REMARK
    with acting(by), guards.speaking():
        return say(order, by, kind, text)


def attach_files(order, *, by, uploads):
    """All of them or none."""
    check(by, WRITE, order)
    with acting(by), guards.speaking():
        return [_keep(order, by, upload) for upload in uploads]


def say(order, by, kind, text, at=None):
    """Inside `acting`."""
    return WorkOrderMessage.objects.create(order=order, kind=kind, author=by, at=at or timezone.now(), text=text)


def _keep(order, by, upload):
    return store(upload, by=by, company=order.company, subject=order, retention="letter")
