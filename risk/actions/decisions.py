"""What risk control decides about a broken limit, and what becomes of the deal with it (R11)."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import BusinessError
from foundation.records.actor import acting

from .. import subjects
from ..calc.exposure import BLOCK, Verdict
from ..choices import ExposureState
from ..models import Exposure, LimitBreach
from ..queries.exposure import judge
from .breaches import let_fall_away, move_breach, open_breaches, tell_controllers
from .exposure import lock_limits, move_exposure

DECIDE = "risk.breach:decide"
LONGEST = 366
RUN_OUT = _("A tolerance has run out: {breach}")


def decide_breach(breach, *, by, decision, reason, until=None):
    """`tolerate` (with a day), `reduce` or `raise` (it must fit now), `refuse`.

    The deal passes when its last broken limit is decided and no other is over meanwhile; one refusal ends it.
    """
    check(by, DECIDE, breach)
    with acting(by, reason):
        exposure = breach.exposure
        limits = lock_limits(exposure.claim)
        exposure = Exposure.objects.select_for_update().get(pk=exposure.pk)
        breach = LimitBreach.objects.select_related("limit", "exposure").get(pk=breach.pk)
        verdict = _without_itself(exposure, limits)
        facts = {"reason": reason, "decided_by": by, "decided_at": timezone.now()}
        if decision == "tolerate":
            facts["tolerated_until"] = _in_reach(until)
        move_breach(breach, decision, **facts)
        if decision == "refuse":
            _refuse(exposure, by)
        elif decision in ("raise", "reduce"):
            _must_fit(breach, verdict)
        if decision != "refuse":
            _let_pass(exposure, verdict, by)
        return breach


def reopen_breach(breach, *, by, reason):
    """A tolerance is taken back before its day. The deal goes on counting; the breach waits for a decision again."""
    check(by, DECIDE, breach)
    with acting(by, reason):
        move_breach(breach, "reopen", tolerated_until=None)


def reopen_run_out(today):
    """Tolerances whose last day has passed wait for a decision again. Their number."""
    with acting("system:risk"):
        run_out = (
            LimitBreach.objects.run_out(today).select_related("exposure").order_by("pk").select_for_update(of=("self",))
        )
        for breach in (found := list(run_out)):
            move_breach(breach, "reopen", tolerated_until=None)
            tell_controllers(breach, RUN_OUT)
        return len(found)


def _in_reach(until):
    today = timezone.localdate()
    if until is None:
        raise BusinessError("risk.tolerance_ends", _("A tolerance ends on a day. Please name it."), field="until")
    if not 0 <= (until - today).days <= LONGEST:
        raise BusinessError(
            "risk.tolerance_span", _("A tolerance ends today at the earliest and within a year."), field="until"
        )
    return until


def _without_itself(exposure, limits):
    """What the limits say of it today. What counts already is not counted twice."""
    verdict = judge(exposure.claim, limits)
    if exposure.state != ExposureState.COUNTING:
        return verdict
    uses = tuple(type(use)(use.limit, use.used - exposure.amount, use.used) for use in verdict.uses)
    return Verdict(uses, verdict.missing)


def _must_fit(breach, verdict):
    """In the limit that is in force now, not in the one that was broken."""
    if breach.limit_id is None:
        over = verdict.missing or any(use.state == BLOCK for use in verdict.uses if use.limit.kind == "counterparty")
    else:
        over = not any(use.state != BLOCK for use in verdict.uses if use.limit.thing == breach.limit.thing)
    if over:
        raise BusinessError("risk.still_over", _("The deal is still over this limit."), field="decision")


def _let_pass(exposure, verdict, by):
    """Once nothing is open. A limit that is over only now is a breach of its own."""
    if exposure.state != ExposureState.BLOCKED or exposure.breaches.open().exists():
        return
    tolerated = list(exposure.breaches.live().select_related("limit"))
    things = [breach.limit.thing for breach in tolerated if breach.limit_id]
    new = Verdict(
        tuple(use for use in verdict.broken if use.limit.thing not in things),
        verdict.missing and not any(breach.limit_id is None for breach in tolerated),
    )
    if open_breaches(exposure, new):
        return
    move_exposure(exposure, "unblock")
    subjects.of(exposure.subject_table).unblocked(exposure.subject_key, by)


def _refuse(exposure, by):
    if exposure.state != ExposureState.BLOCKED:
        raise BusinessError(
            "risk.stands", _("This deal stands already; it can be tolerated or reduced."), field="decision"
        )
    let_fall_away(exposure)
    move_exposure(exposure, "release")
    subjects.of(exposure.subject_table).refused(exposure.subject_key, by)
