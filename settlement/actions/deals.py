from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import BusinessError
from foundation.notices.actions import notify
from foundation.records import guards, numbers
from foundation.records.actor import acting
from foundation.records.audit import happened
from risk.actions.exposure import take_up

from ..choices import DealEvent
from ..errors import next_state
from ..models import DealEditor
from ..models.deal import TERMS
from ..permissions import SETTLERS
from ..queries.people import holders
from ..queries.terms import begun, claim_of, fill
from .checks import check_terms
from .moves import move_deal
from .states import locked

CAPTURE, EDIT = "settlement.deal:capture", "settlement.deal:edit"


def capture_deal(*, by, company, product, at=None, **terms):
    """A new deal in the name of who captures it, with the next number and the time of the server; `at` is for the demo.

    `terms` are as they are typed: direction, counterparty, amount or quantity, currency, price, value_date, channel,
    side_agreements and what else the product has. Above a limit the deal is blocked at once (R11). BusinessError
    `deal.…` for terms that cannot be.
    """
    deal = begun(by=by, company=company, product=product, at=at or timezone.now())
    check(by, CAPTURE, deal)
    if deal.desk is None:
        raise BusinessError("deal.no_desk", _("You belong to no unit yet, so the deal has no desk."))
    _take(deal, terms)
    with acting(by), guards.speaking():
        number_deal(deal)
        deal.save()
        happened("settlement.deal.captured", subject=deal, number=deal.number, late=deal.late)
        _take_up_limits(deal, by, at)
        if deal.late:
            _tell_settlement(deal)
        return deal


def change_deal(deal, *, by, **terms):
    """Before the confirmation its trader puts terms right. Whoever did so is kept, and the limits are asked again."""
    check(by, EDIT, deal)
    with acting(by), guards.speaking():
        deal = locked(deal)
        next_state(deal, DealEvent.EDIT)
        _take(deal, terms)
        deal.save(update_fields=TERMS)
        DealEditor.objects.get_or_create(deal=deal, person=by)
        happened("settlement.deal.changed", subject=deal, number=deal.number)
        _take_up_limits(deal, by)
        return deal


def _take(deal, terms):
    agreed_at = terms.pop("agreed_at", None) or deal.agreed_at or deal.traded_at
    fill(deal, agreed_at=agreed_at, **terms)
    check_terms(deal)


def number_deal(deal):
    """The next one of the company in this year. The counter stays locked until the deal is written."""
    deal.year = deal.trade_date.year
    deal.sequence = numbers.take(f"settlement.deal.{deal.company_id}.{deal.year}")
    deal.number = f"G-{deal.year}-{deal.sequence:06d}"


def _take_up_limits(deal, by, at=None):
    if take_up(deal, claim_of(deal), by=by, at=at).state == "block":
        move_deal(deal, DealEvent.BLOCK)
        happened("settlement.deal.blocked", subject=deal, number=deal.number)


def _tell_settlement(deal):
    """R12: a late deal is passed at once to those outside the trading floor."""
    title = format_lazy(_("Late deal: {number}"), number=deal.number)
    for person in holders(SETTLERS, deal.company, deal.trade_date):
        notify(person, title, deal.get_absolute_url(), kind="settlement.late")
