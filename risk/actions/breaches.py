"""A broken limit: opened by the deal that breaks it, decided by risk control."""

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.notices.actions import notify
from foundation.records.audit import happened
from foundation.records.states import move

from ..choices import BREACH_TRANSITIONS
from ..errors import DecidedMeanwhile
from ..models import LimitBreach
from ..permissions import CONTROLLERS
from ..queries.holders import holders

BROKEN = _("A limit is broken: {breach}")


def open_breaches(exposure, verdict, at=None):
    """One for each broken limit, and one where the counterparty has none."""
    broken = [(use.limit, use.amount, use.used, use.after) for use in verdict.broken]
    if verdict.missing:
        broken.append((None, 0, 0, exposure.amount))
    return [_open(exposure, at or timezone.now(), *facts) for facts in broken]


def let_fall_away(exposure):
    """The deal no longer counts, so there is nothing left to decide."""
    for breach in LimitBreach.objects.live().filter(exposure=exposure):
        move_breach(breach, "fall_away", tolerated_until=None)


def move_breach(breach, event, **facts):
    state = move(breach, BREACH_TRANSITIONS, event, otherwise=DecidedMeanwhile(), **facts)
    happened("risk.breach.reopened" if event == "reopen" else f"risk.breach.{state}", subject=breach)


def _open(exposure, at, limit, limit_amount, used, after):
    breach = LimitBreach.objects.create(
        exposure=exposure, limit=limit, limit_amount=limit_amount, used=used, after=after, opened_at=at
    )
    happened("risk.breach.opened", subject=breach)
    tell_controllers(breach, BROKEN)
    return breach


def tell_controllers(breach, sentence):
    for person in holders(breach.company_id, *CONTROLLERS):
        notify(person, format_lazy(sentence, breach=breach), breach.get_absolute_url(), kind="risk.breach")
