"""Amounts, days and texts of the XML; what cannot be read says where it stands."""

import re
from datetime import date
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.lib.money import LARGEST
from foundation.lib.text import shorten

DIGITS = re.compile(r"[0-9]{1,18}(?:\.[0-9]{0,5})?|\.[0-9]{1,5}")
SIDES = {"CRDT": 1, "DBIT": -1}
LONGEST_VALUE = 80


class Unreadable(Exception):
    def __init__(self, element, reason):
        super().__init__(reason)
        self.line = element.sourceline
        self.value = shorten(element.text or "", LONGEST_VALUE)
        self.reason = reason


def text(element, *paths):
    """The first of the paths at which something stands."""
    found = (element.findtext(path) or "" for path in paths) if element is not None else ()
    return next((" ".join(value.split()) for value in found if value.strip()), "")


def cents(element, currency):
    """Exact; a statement writes up to five decimals, of which the last three are zero."""
    written = (element.text or "").strip()
    if not DIGITS.fullmatch(written):
        raise Unreadable(element, _("This is not an amount."))
    if (other := element.get("Ccy", currency)) != currency:
        reason = _("The amount is in {other}, the account in {currency}.")
        raise Unreadable(element, format_lazy(reason, other=other, currency=currency))
    amount = Decimal(written).scaleb(2)
    if amount != int(amount):
        raise Unreadable(element, _("The amount has more than two decimals."))
    if amount > LARGEST:
        raise Unreadable(element, _("The amount is too large."))
    return int(amount)


def signed(element, currency):
    """Amount and side of a balance or an entry."""
    amount, side = (required(element, name) for name in ("Amt", "CdtDbtInd"))
    return cents(amount, currency) * side_of(side)


def side_of(element):
    if (written := (element.text or "").strip()) not in SIDES:
        raise Unreadable(element, _("Neither credit (CRDT) nor debit (DBIT)."))
    return SIDES[written]


def required(element, name):
    found = element.find(name)
    if found is None:
        raise Unreadable(element, format_lazy(_("{name} is missing."), name=name))
    return found


def day(element, *paths):
    """The day of a date or a time, as it is written; None where none stands."""
    found = next((found for path in paths if (found := element.find(path)) is not None and found.text), None)
    if found is None:
        return None
    try:
        return date.fromisoformat(found.text.strip()[:10])
    except ValueError:
        raise Unreadable(found, _("This is not a date.")) from None


def money_text(element):
    """An amount in whatever currency, to be shown."""
    written = (element.text or "").strip() if element is not None else ""
    if not DIGITS.fullmatch(written) or not Decimal(written):
        return ""
    whole, _point, rest = written.partition(".")
    return f"{whole or 0}.{rest.rstrip('0').ljust(2, '0')} {element.get('Ccy', '')}".strip()
