"""Prices, rates and quantities as people type and read them.

A comma is the decimal sign, and points part the thousands: `1.082,5`. A single point is read as the decimal sign too, as
long as nothing else could be meant: `1.0825`, `0.5`, but not `1.082`, which is refused.
"""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .errors import BusinessError
from .text import shorten

_SIGNS = str.maketrans({"−": "-", "\u00a0": " ", "’": "'"})
_COMMA = re.compile(r"([+-]?)((?:[1-9][0-9]{0,2}(?:[. '][0-9]{3})+|[0-9]+)?),([0-9]+)")
_WHOLE = re.compile(r"([+-]?)([1-9][0-9]{0,2}(?:[. '][0-9]{3}){2,}|[1-9][0-9]{0,2}(?:[ '][0-9]{3})+|[0-9]+)()")
_POINT = re.compile(r"([+-]?)([0-9]*)\.([0-9]+)")
_UNCLEAR = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_GERMAN = str.maketrans(",.", ".,")


def parse_decimal(text, *, places, digits=18):
    """BusinessError `number.malformed`, `number.unclear`, `number.too_fine`, `number.too_large`."""
    typed = " ".join(text.translate(_SIGNS).split())
    if _UNCLEAR.fullmatch(typed):
        raise BusinessError(
            "number.unclear",
            _("“%(text)s” could be read in two ways. Please write %(comma)s or %(whole)s.")
            % {"text": typed, "comma": typed.replace(".", ","), "whole": typed.replace(".", "")},
        )
    match = _COMMA.fullmatch(typed) or _WHOLE.fullmatch(typed) or _POINT.fullmatch(typed)
    if match is None:
        raise BusinessError(
            "number.malformed",
            _("“%(text)s” is not a clear number. Please write it like 1,0825.") % {"text": shorten(text, 40)},
        )
    sign, whole, part = match.groups()
    whole, part = re.sub("[^0-9]", "", whole).lstrip("0"), part.rstrip("0")
    if len(part) > places:
        raise BusinessError("number.too_fine", _("At most %(places)d decimals.") % {"places": places})
    if len(whole) > digits - places:
        raise BusinessError("number.too_large", _("%(text)s is too large.") % {"text": shorten(text, 40)})
    return Decimal(f"{sign}{whole or 0}.{part or 0}").normalize() + 0


def format_decimal(value, english=False, least=0):
    """`1.082,5` or `1,082.5`, without zeros at the end beyond `least` decimals."""
    whole, _point, part = f"{value:,f}".partition(".")
    part = part.rstrip("0").ljust(least, "0")
    text = f"{whole}.{part}" if part else whole
    return text if english else text.translate(_GERMAN)
