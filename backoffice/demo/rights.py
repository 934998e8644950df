"""Who still needs which role: a recertification under way, and emergency rights that were used and reviewed."""

from datetime import timedelta

from django.utils import timezone

from foundation.access.actions import breakglass, recertification
from foundation.access.choices import Decision, Finding, Glass
from foundation.access.models import BreakGlass, RecertificationItem
from foundation.access.policy import MARK
from foundation.desk import recertifying
from foundation.jobs.models import WorkerSign
from foundation.records.actor import acting
from foundation.records.audit import happened

AGO, LASTED = timedelta(days=12), 45
DECIDED = (Decision.KEEP, Decision.KEEP, Decision.CHANGE, Decision.KEEP, Decision.KEEP)
WISH = "Nur noch Debitoren"


def leave(staff, today):
    recertify(staff, today)
    broke_the_glass(staff["admin.system"][0], staff["admin.access"][0])


def recertify(staff, today):
    """The head of the back office is halfway through; at her own role looks the board."""
    reviewer = staff["back.head"][0]
    campaign = recertifying.start(
        by=staff["admin.access"][0], side="back", reviewer=reviewer, stand_in=staff["board.back"][0],
        due_on=max(today, timezone.localdate()) + timedelta(days=21),
    )  # fmt: skip
    items = list(RecertificationItem.objects.filter(recertification=campaign, reviewer=reviewer).order_by("pk"))
    for number, (item, decision) in enumerate(zip(items, DECIDED, strict=False)):
        reason = WISH if decision == Decision.CHANGE else ""
        recertification.decide(item, by=reviewer, decision=decision, reason=reason)
        if number == 1:
            recertification.sign(campaign, by=reviewer)


def broke_the_glass(person, reviewer):
    """A night on which the worker stood still and nobody could be reached."""
    begun = timezone.now() - AGO
    with acting(person, "Worker steht, Berichte fehlen"):
        glass = BreakGlass.objects.create(
            person=person, reason="Worker steht, Berichte fehlen", minutes=LASTED, alone=True, state=Glass.OPEN,
            begun_at=begun, seen_at=begun, review_due=timezone.localdate(begun) + timedelta(days=1),
        )  # fmt: skip
    with acting(person, f"{MARK.format(number=glass.pk)} Worker neu gestartet"):
        happened("jobs.worker.restarted", subject=WorkerSign(pk=1))
    with acting("system:demo"):
        breakglass.end_what_is_over(begun + timedelta(minutes=LASTED))
    glass.refresh_from_db()
    breakglass.review_break_glass(
        glass, by=reviewer, finding=Finding.IN_ORDER, remark="Protokoll gelesen: nur Neustart"
    )
