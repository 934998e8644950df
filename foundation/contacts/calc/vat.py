"""VAT identification numbers. The German one ends in a check digit after ISO 7064 (MOD 11,10)."""

import re

SHAPE = re.compile(r"[A-Z]{2}[A-Z0-9+*]{2,12}")
GERMAN = re.compile(r"DE[1-9][0-9]{8}")


def is_vat_id(vat_id):
    """For a compact number. Of other countries only the shape is known here; whether a number is in use, no shape tells."""
    if not vat_id.startswith("DE"):
        return bool(SHAPE.fullmatch(vat_id))
    return bool(GERMAN.fullmatch(vat_id)) and int(vat_id[-1]) == _check_digit(vat_id[2:-1])


def _check_digit(digits):
    product = 10
    for digit in digits:
        product = 2 * ((int(digit) + product) % 10 or 10) % 11
    return (11 - product) % 10
