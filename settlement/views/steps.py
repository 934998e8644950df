"""What the back office sees on the page of a deal: the steps from our confirmation to the payment, and the next one."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.screens.templatetags.screens import moment

from ..actions.confirmations import CLOSE, CONFIRM
from ..actions.market import DECIDE
from ..actions.settlements import RELEASE, SETTLE
from ..choices import DealState, DiscrepancyState, MarketOutcome, SettlementState, Way
from ..models import Confirmation, Discrepancy, MarketCheck, Settlement
from ..queries.settling import obstacles
from ..tables.settling import DISCREPANCY_TONES, MARKET_TONES, SETTLEMENT_TONES, state_of, word_state

WAITING = (DealState.CAPTURED, DealState.CONFIRMED)
GOES_ON = (*WAITING, DealState.MATCHED, DealState.SETTLED)


def steps_of(person, deal, credit):
    """None for the front, which sees nothing of it, and where a deal ended before anything was done.

    `credit`: what a long payment term needs, else None.
    """
    if not can(person, "settlement.confirmation:view"):
        return None
    settlement = (
        Settlement.objects.visible_to(person).filter(deal=deal).exclude(state=SettlementState.WITHDRAWN).first()
    )
    steps = list(_steps(person, deal, settlement, credit))
    if not steps:
        return None
    matched = deal.state == DealState.MATCHED
    in_the_way = list(obstacles(deal)) if matched else []
    return {
        "steps": steps,
        "next": next(_own_steps(person, deal, settlement), None),
        "obstacles": [each for each in in_the_way if each.rule != "R24"],  # which the page says on top, to everybody
        "confirm": can(person, CONFIRM, deal) if deal.state == DealState.CAPTURED else None,
        "take_in": can(person, CONFIRM, deal) if deal.state in WAITING else None,
        "settle": can(person, SETTLE, deal) if matched and settlement is None and not in_the_way else None,
    }


def _own_steps(person, deal, settlement):
    """{label, url}: what this very person can do about it on another page."""
    for found in Discrepancy.objects.visible_to(person).filter(deal=deal).exclude(state=DiscrepancyState.CLOSED):
        opened = found.state == DiscrepancyState.OPEN
        if (opened or found.cleared_by_id != person.pk) and can(person, CLOSE, found):
            label = _("Clear the discrepancy") if opened else _("Close the discrepancy")
            yield {"label": label, "url": found.get_absolute_url()}
    for checked in MarketCheck.objects.visible_to(person).filter(deal=deal, outcome=MarketOutcome.OPEN):
        if can(person, DECIDE, checked):
            yield {"label": _("Judge the price"), "url": checked.get_absolute_url()}
    if settlement and settlement.state == SettlementState.PROPOSED and can(person, RELEASE, settlement):
        yield {"label": _("Release the settlement"), "url": settlement.get_absolute_url()}


def _steps(person, deal, settlement, credit):
    """[{label, tone, words, url}]. What is still to come is told as long as the deal goes on."""
    goes_on = deal.state in GOES_ON
    words = Confirmation.objects.visible_to(person).filter(deal=deal).prefetch_related("discrepancies").order_by("pk")
    yield from _reached(
        _("Our confirmation"), [word for word in words if word.way == Way.OUT], word_state,
        _("not sent yet") if goes_on else "", when="received_at", tone="done",
    )  # fmt: skip
    received = [word for word in words if word.way == Way.IN]
    missing = _("not here yet") if goes_on else ""
    yield from _reached(_("Confirmation of the counterparty"), received, word_state, missing)
    for found in Discrepancy.objects.visible_to(person).filter(deal=deal).order_by("pk"):
        label = _("Discrepancy: {field}").format(field=found.get_field_display())
        yield from _reached(label, [found], partial(state_of, tones=DISCREPANCY_TONES), "")
    checks = MarketCheck.objects.visible_to(person).filter(deal=deal)
    missing = _("follows with our confirmation") if goes_on else ""
    yield from _reached(_("Market check"), checks, partial(state_of, tones=MARKET_TONES, column="outcome"), missing)
    if credit and (goes_on or credit.agreed):
        yield _credit(credit)
    missing = _("not prepared yet") if goes_on else ""
    yield from _reached(
        _("Settlement"), [settlement] if settlement else [], partial(state_of, tones=SETTLEMENT_TONES), missing
    )
    if deal.state == DealState.CLOSED:
        yield {"label": _("Closing"), "tone": "done", "words": _("posted and paid")}
    elif goes_on:
        yield {"label": _("Closing"), "tone": "draft", "words": _("by itself, as soon as it is posted and paid")}


def _credit(credit):
    label = _("Credit decision")
    if credit.agreed:
        return {"label": label, "tone": "done", "words": credit.agreed.terms, "url": credit.agreed.get_absolute_url()}
    if credit.asked:
        words, url = credit.asked.get_state_display(), credit.asked.get_absolute_url()
        return {"label": label, "tone": "waiting", "words": words, "url": url}
    return {"label": label, "tone": "waiting", "words": _("the front office has not asked for it yet")}


def _reached(label, rows, state_of_row, missing, *, when="", tone=""):
    for row in rows:
        state = state_of_row(row)
        words = f"{state.label}, {moment(getattr(row, when))}" if when else state.label
        yield {"label": label, "tone": tone or state.tone, "words": words, "url": row.get_absolute_url()}
    if missing and not rows:
        yield {"label": label, "tone": "draft", "words": missing}
