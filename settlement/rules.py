"""Object rules of deals. `deal` is whatever belongs to one: it has `made_by_ids` and `desk_id`."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.decisions import Deny
from foundation.access.policy import roles_of

from .choices import AFTER_CONFIRMATION, OF_ADVISORS


def own_deal(person, deal, at):
    """R21: a deal is changed under the own name only, by the one who closed it."""
    if deal is not None and getattr(deal, "trader_id", None) not in (None, person.pk):
        return Deny("R21", _("Only its trader changes a deal."))
    return None


def not_confirmed_yet(person, deal, at):
    """R04: once the back office has confirmed a deal, the front changes nothing of it."""
    if getattr(deal, "state", None) in AFTER_CONFIRMATION:
        return Deny(
            "R04", _("After it was confirmed a deal is not changed. Please have it cancelled and capture a new one.")
        )
    return None


def released_by_another(person, settlement, at):
    """R03: from the four-eyes amount on, whoever made or changed a settlement does not release it."""
    if not getattr(settlement, "four_eyes", False) or person.pk not in settlement.maker_ids:
        return None
    return Deny("R03", _("You prepared or changed this settlement. Another person releases it."))


def product_of_the_role(person, deal, at):
    """R20: who advises customers closes what is brokered or bought for them, and does not trade."""
    if deal is None or not deal.product or deal.product in OF_ADVISORS or trades(person, at):
        return None
    return Deny("R20", _("Customer advice closes goods contracts and brokered products. Others are for the traders."))


def trades(person, at):
    return "front.trader" in roles_of(person, timezone.localdate(at))
