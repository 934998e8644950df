"""The standard charts of accounts SKR03 and SKR04, and the tax codes that belong to them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from accounting.data import rows

CHARTS = ("skr03", "skr04")


@dataclass(frozen=True, slots=True)
class ChartAccount:
    number: str
    name: str
    name_en: str  # empty where the German name has no customary translation
    kind: str  # asset | liability | equity | income | expense | memo
    position: str  # code of the HgbPosition
    tax: str  # code of the ChartTaxCode an automatic account always carries, or empty
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class ChartTaxCode:
    """One code during one span of days; `kz_*` are field numbers of the German advance VAT return."""

    code: str
    name: str
    name_en: str
    kind: str  # output | input | ic_supply | ic_acquisition | reverse_charge | export | exempt
    rate: Decimal  # percent
    account_output: str
    account_input: str
    bu_key: str
    kz_base: str
    kz_tax: str  # empty where the form computes the tax from the base
    kz_input: str
    valid_from: date
    valid_to: date | None


@cache
def chart(name):
    """All accounts of `skr03` or `skr04` by number. LookupError for any other name."""
    return tuple(
        ChartAccount(**row | {"valid_from": _day(row["valid_from"]), "valid_to": _day(row["valid_to"])})
        for row in rows(_known(name))
    )


@cache
def tax_codes(name):
    """All tax codes of a chart, a row for each span of days with the same rate. LookupError as in `chart`."""
    _known(name)
    return tuple(_tax_code(**row) for row in rows("tax_codes") if row["chart"] == name)


def personal_account_kind(number, account_length):
    """`customer`, `supplier`, or None for what is no personal account.

    Personal accounts have one digit more than the ledger accounts, whose length is `account_length`.
    """
    if len(number) != account_length + 1 or not (number.isascii() and number.isdigit()):
        return None
    if "1" <= number[0] <= "6":
        return "customer"
    return "supplier" if number[0] >= "7" else None


def _known(name):
    if name not in CHARTS:
        raise LookupError(name)
    return name


def _tax_code(*, chart, rate, valid_from, valid_to, **texts):
    return ChartTaxCode(**texts, rate=Decimal(rate), valid_from=_day(valid_from), valid_to=_day(valid_to))


def _day(text):
    return date.fromisoformat(text) if text else None
