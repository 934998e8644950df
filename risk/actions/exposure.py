"""Deals take up limits in the very transaction in which they are captured (BTR 1, BTO 2.2.3)."""

from django.utils import timezone

from foundation.records.audit import happened
from foundation.records.states import move

from ..calc.exposure import BLOCK
from ..choices import EXPOSURE_TRANSITIONS, ExposureState
from ..errors import DecidedMeanwhile
from ..models import Exposure, Limit
from ..queries.exposure import judge
from .breaches import let_fall_away, open_breaches


def take_up(subject, claim, *, by, at=None):
    """Inside the `acting` of the caller. What the claim makes of the limits; where one breaks, the deal is blocked.

    The limits are locked first, in the order of their keys, so of two deals at the edge the second sees the first.
    What the subject took up before, it gives back. `at` is for the demo.
    """
    limits = lock_limits(claim)
    release_exposure(subject, by=by)
    verdict = judge(claim, limits)
    exposure = Exposure.objects.create(
        company_id=claim.company_id, subject_table=subject._meta.db_table, subject_key=str(subject.pk),
        counterparty_id=claim.counterparty_id, product=claim.product, trader_id=claim.trader_id,
        desk_id=claim.desk_id, country=claim.country, amount=claim.amount, until=claim.until,
        at=at or timezone.now(), state=ExposureState.BLOCKED if verdict.state == BLOCK else ExposureState.COUNTING,
    )  # fmt: skip
    happened("risk.exposure.taken", subject=exposure, state=exposure.state, amount=claim.amount)
    open_breaches(exposure, verdict, exposure.at)
    return verdict


def release_exposure(subject, *, by):
    """Inside the `acting` of the caller: settled, cancelled, reduced. It no longer counts, and what it broke falls away."""
    for exposure in Exposure.objects.live().about(subject).select_for_update():
        let_fall_away(exposure)
        move_exposure(exposure, "release")


def move_exposure(exposure, event):
    state = move(exposure, EXPOSURE_TRANSITIONS, event, otherwise=DecidedMeanwhile())
    happened(f"risk.exposure.{state}", subject=exposure)


def lock_limits(claim):
    """Those in force, locked. All versions are: one that is approved at this moment is waited for, and then seen."""
    today = timezone.localdate()
    versions = Limit.objects.of_claim(claim).order_by("pk").select_for_update()
    return [limit for limit in versions if limit.holds(today)]
