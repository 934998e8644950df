"""What stands on a statement. Amounts in cents, money that left the account below zero."""

from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.lib.canonical import canonical, sha256_hex
from foundation.lib.money import format_amount


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong in a file: its line, the value that stands there, and the reason."""

    line: int | None
    value: str
    reason: Any

    def __str__(self):
        return str(self.reason)


@dataclass(frozen=True, slots=True)
class Booking:
    """One movement of the account. Of a batch each of its transactions is one, where the bank lists their amounts."""

    amount: int
    booking_date: date
    value_date: date
    name: str = ""
    iban: str = ""
    bic: str = ""
    purpose: str = ""
    end_to_end: str = ""
    mandate: str = ""
    bank_reference: str = ""
    code: str = ""
    reversal: bool = False
    return_reason: str = ""
    foreign_amount: str = ""
    charges: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """`kind` is 053 for a statement; 052 (a report within the day) and 054 (an advice) have no balances to check."""

    kind: str
    identification: str
    sequence: str
    iban: str
    currency: str
    opening: int | None
    closing: int | None
    first_day: date | None
    last_day: date | None
    bookings: tuple[Booking, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def label(self):
        """The number of the year, as clerks say it; else what the bank calls it."""
        return f"{self.sequence}/{self.last_day.year}" if self.sequence and self.last_day else self.identification

    @property
    def fingerprint(self):
        """The same for the same content, under whatever message it comes."""
        facts = (self.iban, self.currency, self.opening, self.closing, self.first_day, self.last_day)
        return sha256_hex(canonical([*facts, [list(astuple(booking)) for booking in self.bookings]]))


def sum_problem(label, opening, closing, total):
    """The sentence where opening balance and bookings do not make the closing balance; empty where they do."""
    difference = closing - opening - total
    if not difference:
        return ""
    sentence = _(
        "Statement {label}: opening balance {opening} and bookings {total} make {sum}, but the closing balance is"
        " {closing}. Difference {difference}."
    )
    shown = {"opening": opening, "total": total, "sum": opening + total, "closing": closing, "difference": difference}
    english = (get_language() or "").startswith("en")
    return sentence.format(
        label=label, **{name: format_amount(cents, english=english) for name, cents in shown.items()}
    )
