from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import Conflict
from foundation.notices.actions import notify
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened
from risk.actions.exposure import release_exposure

from ..choices import CANCELLATION_MOVES, DealEvent
from ..errors import next_state
from ..models import Cancellation
from ..permissions import SETTLERS
from ..queries.people import holders
from .moves import move, move_deal
from .states import locked

ASK, DECIDE = "settlement.deal:ask_cancel", "settlement.deal:cancel"


def ask_cancellation(deal, *, by, reason):
    """The front office asks; the deal stays as it is until the back office has decided."""
    check(by, ASK, deal)
    with acting(by), guards.speaking():
        deal = locked(deal)
        next_state(deal, DealEvent.CANCEL)
        try:
            with transaction.atomic():
                cancellation = Cancellation.objects.create(deal=deal, reason=reason, asked_by=by)
        except IntegrityError as error:
            if guards.explain(error):
                raise
            raise Conflict("cancellation.asked", _("Somebody asked for this already.")) from error
        happened("settlement.cancellation.asked", subject=deal, reason=reason)
        title = _("{number} is to be cancelled.").format(number=deal.number)
        for person in holders(SETTLERS, deal.company, timezone.localdate()):
            notify(person, title, deal.get_absolute_url(), kind="settlement.cancellation")
        return cancellation


def decide_cancellation(cancellation, *, by, granted, answer=""):
    """By the back office, never by one who made the deal or asked. What is cancelled keeps its number and frees its
    limits."""
    check(by, DECIDE, cancellation.deal)
    with acting(by), guards.speaking():
        deal = locked(cancellation.deal)
        move(
            cancellation, CANCELLATION_MOVES, "grant" if granted else "decline", answer=answer, decided_by=by,
            decided_at=timezone.now(),
        )  # fmt: skip
        if granted:
            move_deal(deal, DealEvent.CANCEL)
            release_exposure(deal, by=by)
        happened(f"settlement.cancellation.{cancellation.state}", subject=deal, answer=answer)
        sentence = _("{number} was cancelled.") if granted else _("{number} is not cancelled: {answer}")
        title = sentence.format(number=deal.number, answer=answer)
        notify(cancellation.asked_by, title, deal.get_absolute_url(), kind="settlement.cancellation")
        return deal
