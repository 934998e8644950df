"""International bank account numbers. ISO 13616, check digits after ISO 7064 (MOD 97-10)."""

import re

SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
LENGTHS = {"AT": 20, "BE": 16, "CH": 21, "DE": 22, "DK": 18, "ES": 24, "FR": 27, "IT": 27, "LU": 20, "NL": 18, "PL": 28}


def compact(text):
    return "".join(text.split()).upper()


def is_iban(iban):
    """For a compact number: its shape, its length where we know the country's, and its check digits."""
    if not SHAPE.fullmatch(iban) or len(iban) != LENGTHS.get(iban[:2], len(iban)):
        return False
    return int("".join(str(int(char, 36)) for char in iban[4:] + iban[:4])) % 97 == 1


def masked(iban):
    return f"{iban[:4]} … {iban[-4:]}"


def grouped(iban):
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))
