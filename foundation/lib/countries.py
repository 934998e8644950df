"""Countries by the two letters of ISO 3166, and by their names as people write them."""

from functools import cache

from babel import Locale
from django.utils.translation import gettext_lazy as _

from .errors import BusinessError
from .text import fold, shorten

LANGUAGES = ("de", "en")
NO_COUNTRY = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def parse_country(text):
    """`DE` for `de`, `Deutschland` and `Germany`. BusinessError `country.unknown`."""
    if code := _codes().get(fold(text)):
        return code
    sentence = _("“{text}” is no country that we know. Please write two letters, for example DE.")
    raise BusinessError("country.unknown", sentence.format(text=shorten(text, 40)))


def country_name(code, language):
    return Locale(language).territories.get(code, code)


@cache
def _codes():
    codes = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code.isalpha() and len(code) == 2 and code not in NO_COUNTRY:
                codes |= {fold(name): code, fold(code): code}
    return codes
