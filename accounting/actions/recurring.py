"""Recurring entries: set up by the owner of a template, written as drafts by the clock, posted by nobody but people."""

from datetime import timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import Denied, check
from foundation.lib import faults
from foundation.lib.errors import BusinessError, Conflict
from foundation.notices.actions import notify
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..calc.placeholders import filled
from ..calc.recurring import due_day, next_month
from ..choices import OccurrenceState
from ..models import Occurrence, Recurrence
from ..queries.recurring import capturers
from ..queries.templates import lines_of_template
from .entries import write_draft
from .templates import EDIT

CAPTURE = "accounting.entry:capture"
CLOCK = "system:accounting"
FARTHEST = timedelta(days=366)


def repeat_template(template, *, by, every, day, shift, start, until=None):
    """Set up its rhythm, or another one. Months that were seen to already stay as they are."""
    check(by, EDIT, template)
    if abs(start - timezone.localdate()) > FARTHEST:
        raise BusinessError("recurring.start", _("It begins at most a year from today."), field="start")
    if until and until < start:
        raise BusinessError("recurring.until", _("The end lies before the beginning."), field="until")
    _refuse_open_amounts(lines_of_template(template))
    recurrence = Recurrence.objects.filter(template=template).first() or Recurrence(template=template)
    recurrence.every, recurrence.day, recurrence.shift = every, day, shift
    recurrence.start, recurrence.until = start, until
    seen = Occurrence.objects.filter(recurrence__template=template).aggregate(last=Max("month"))["last"]
    with acting(by), guards.speaking():
        for name, value in _next(recurrence, seen).items():
            setattr(recurrence, name, value)
        recurrence.save()
        happened("accounting.template.repeated", subject=template)
    return recurrence


def end_recurrence(recurrence, *, by):
    """Anybody who captures entries may end it: its owner may have left."""
    check(by, CAPTURE, recurrence.template)
    with acting(by), guards.speaking():
        Recurrence.objects.filter(pk=recurrence.pk).update(next_month=None, next_due=None)
        left = recurrence.occurrences.filter(state=OccurrenceState.DUE)
        left.update(state=OccurrenceState.LEFT_OUT)
        happened("accounting.template.rests", subject=recurrence.template)


def leave_out(occurrence, *, by):
    check(by, CAPTURE, occurrence)
    with acting(by), guards.speaking():
        _move(occurrence, state=OccurrenceState.LEFT_OUT)
        happened(
            "accounting.template.left_out",
            subject=occurrence.recurrence.template,
            month=f"{occurrence.month:%m/%Y}",
        )


# --- What the clock does -------------------------------------------------------------------------------------------


def write_due(today):
    """Notes each month that fell due, then writes what is not written: also what a locked period refused before."""
    for recurrence in Recurrence.objects.due(today).select_related("template__company").order_by("pk"):
        while recurrence.next_due and recurrence.next_due <= today:
            _note(recurrence)
    waiting = Occurrence.objects.filter(state=OccurrenceState.DUE).select_related(
        "recurrence__template__company__ledger", "recurrence__template__owner", "recurrence__template__journal"
    )
    for occurrence in waiting.order_by("due", "pk"):
        write_occurrence(occurrence)


def _note(recurrence):
    """The month and the next one in one transaction; of two clocks, one is too late."""
    month, due = recurrence.next_month, recurrence.next_due
    after = _next(recurrence, month)
    with acting(CLOCK):
        if Recurrence.objects.filter(pk=recurrence.pk, next_month=month).update(**after):
            Occurrence.objects.get_or_create(recurrence=recurrence, month=month, defaults={"due": due})
    recurrence.next_month, recurrence.next_due = after["next_month"], after["next_due"]


def write_occurrence(occurrence):
    """The draft and the note that it is written, in one transaction. What stands against it is noted instead."""
    template = occurrence.recurrence.template
    try:
        with acting(template.owner, why=_t("recurring entry")), guards.speaking():
            lines = lines_of_template(template)
            _refuse_open_amounts(lines)
            entry, _lines = write_draft(
                by=template.owner, company=template.company, journal=template.journal, posting_date=occurrence.due,
                text=filled(template.text, occurrence.month)[:200], lines=lines,
            )  # fmt: skip
            faults.point("accounting.after_recurring_draft")
            _move(occurrence, state=OccurrenceState.WRITTEN, entry=entry, problem="")
    except Conflict:
        return  # another clock was faster, or somebody left it out
    except Denied as denied:
        _refuse(occurrence, denied.sentence, tell=True)
    except BusinessError as error:
        _refuse(occurrence, error)


def _refuse(occurrence, reason, tell=False):
    """Told once, however often it is tried again."""
    with acting(CLOCK):
        open_ones = Occurrence.objects.filter(pk=occurrence.pk, state=OccurrenceState.DUE).exclude(problem=str(reason))
        if open_ones.update(problem=str(reason)) and tell:
            title = _("The recurring entry “%(name)s” was not written: %(reason)s")
            template = occurrence.recurrence.template
            for person in capturers(template.company):
                told = title % {"name": occurrence, "reason": reason}
                notify(person, told, template.get_absolute_url(), kind="accounting.recurring")


def _move(occurrence, **after):
    if not Occurrence.objects.filter(pk=occurrence.pk, state=OccurrenceState.DUE).update(**after):
        raise Conflict("recurring.done", _("This was seen to meanwhile. Please look again."))


def _next(recurrence, month):
    following = next_month(recurrence.rhythm, month)
    return {"next_month": following, "next_due": following and due_day(recurrence.rhythm, following)}


def _refuse_open_amounts(lines):
    if any(not line.amount for line in lines):
        sentence = _("A line of the template waits for its amount. What recurs needs all of them.")
        raise BusinessError("recurring.amount", sentence)
