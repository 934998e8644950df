"""Money is an integer number of cents. Text, percentages and Decimals meet it only here.

Accepted amounts, by what stands between the digits:

    1234        1.234   1.234.567   1 234   1'234   1,234,567      whole units
    1234,5      1234,56   1.234,56   1 234,56   1'234,56   ,56     comma as decimal sign
    1234.5      1234.56   1,234.56   1 234.56   1'234.56   .56     point as decimal sign

One or two decimals; a sign in front (`-`, `+`, `−`), `€` or `EUR` at either end, spaces around.
Thousands come in groups of three and do not begin with 0. `1.234` is German: one thousand two hundred and thirty-four.
`12,345` could be either and is refused, as is everything else.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from .errors import BusinessError
from .text import shorten

LARGEST = 999_999_999_999_99

_GERMAN = str.maketrans(",.", ".,")

_FRAME = re.compile("(?:€|EUR)? ?([-+−]?) ?(?:€|EUR)? ?(.*?) ?(?:€|EUR)?", re.IGNORECASE)
_SHAPES = [
    re.compile(shape)
    for shape in (
        "([0-9]+)()",
        "([0-9]*)[.,]([0-9]{1,2})",
        "([1-9][0-9]{0,2}(?:[.][0-9]{3})+)(?:,([0-9]{1,2}))?",
        "([1-9][0-9]{0,2}(?:,[0-9]{3})+)[.]([0-9]{1,2})",
        "([1-9][0-9]{0,2}(?:,[0-9]{3}){2,})()",
        "([1-9][0-9]{0,2}(?: [0-9]{3})+)(?:[.,]([0-9]{1,2}))?",
        "([1-9][0-9]{0,2}(?:'[0-9]{3})+)(?:[.,]([0-9]{1,2}))?",
    )
]


class Cents(int):
    """Marks a number as money where its type decides how it is written, as in tables."""


def parse_amount(text):
    """Cents from an amount typed by a person. BusinessError `money.malformed` or `money.too_large`."""
    sign, amount = _FRAME.fullmatch(" ".join(text.split()).replace("’", "'")).groups()
    shape = next(filter(None, (shape.fullmatch(amount) for shape in _SHAPES)), None)
    if shape is None:
        raise BusinessError(
            "money.malformed",
            _("“%(text)s” is not a clear amount. Please write it like 1.234,56.") % {"text": shorten(text, 40)},
        )
    digits = re.sub("[^0-9]", "", shape[1]) + (shape[2] or "").ljust(2, "0")
    digits = digits.lstrip("0") or "0"
    if len(digits) > len(str(LARGEST)):
        raise BusinessError(
            "money.too_large",
            _("%(text)s is too large. The largest amount is %(largest)s.")
            % {"text": shorten(text, 40), "largest": format_amount(LARGEST)},
        )
    return int(digits) if sign in ("", "+") else -int(digits)


def format_amount(cents, currency=None, english=False):
    """`1.234,56`, or `1,234.56` in English; the currency follows after a space that does not break."""
    whole, rest = divmod(abs(cents), 100)
    amount = f"{'-' if cents < 0 else ''}{whole:,}.{rest:02}"
    if not english:
        amount = amount.translate(_GERMAN)
    return f"{amount}\u00a0{currency}" if currency else amount


def to_decimal(cents):
    """Cents as units with two decimals."""
    return Decimal(cents).scaleb(-2)


def round_half_up(value):
    """The nearest integer to a Decimal; a half goes away from zero, as bookkeepers round."""
    return int(value.to_integral_value(ROUND_HALF_UP))


def tax_on(net_cents, rate):
    """Tax in cents on a net amount; `rate` is a Decimal in percent: 19, not 0.19."""
    return round_half_up(net_cents * rate / 100)


def net_and_tax(gross_cents, rate):
    """Splits a gross amount; `rate` as in `tax_on`. The two always add up to the gross."""
    tax = round_half_up(gross_cents * rate / (100 + rate))
    return gross_cents - tax, tax
