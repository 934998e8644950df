"""What a cell may say: strict readers of the format's own notation."""

import re
from datetime import date
from decimal import Decimal

_AMOUNT = re.compile(r"([0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+(?=,))(?:,([0-9]{1,2}))?")
_NEGATIVE = re.compile(r"-[0-9.,]+|[0-9.,]+-")
_RATE = re.compile(r"[0-9]{1,6}(?:,[0-9]{1,6})?")
_PERCENT = re.compile(r"[0-9]{1,2}(?:,[0-9]{1,2})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_BU_KEY = re.compile(r"[0-9]{1,4}")
_GUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_YEARS = range(1950, 2200)


class Unreadable(Exception):
    """The cell breaks the format; `code` names the finding."""

    def __init__(self, code, **facts):
        super().__init__(code)
        self.code = code
        self.facts = facts


def amount(text):
    """Cents, above zero. Thousands dots are tolerated only beside a comma: 1.234 alone has two meanings."""
    match = _AMOUNT.fullmatch(text)
    if not match:
        raise Unreadable("amount_negative" if _NEGATIVE.fullmatch(text) else "amount")
    whole, fraction = match[1].replace(".", "").lstrip("0"), match[2] or ""
    if len(whole) > 10:
        raise Unreadable("amount_large")
    cents = int(whole or 0) * 100 + int(fraction.ljust(2, "0"))
    if not cents:
        raise Unreadable("amount_zero")
    return cents


def amount_text(cents):
    return f"{cents // 100},{cents % 100:02}"


def account(text, length):
    """Programs drop the leading zeros of short accounts; personal accounts have one digit more than the others."""
    if not (text.isascii() and text.isdigit()):
        raise Unreadable("account")
    number = text.lstrip("0")
    if not number:
        raise Unreadable("account_zero")
    if len(number) > length + 1:
        raise Unreadable("account_long", length=length + 1)
    return number.zfill(length)


def bu_key(text):
    if not _BU_KEY.fullmatch(text):
        raise Unreadable("bu_key")
    return text.lstrip("0")


def currency(text):
    if not _CURRENCY.fullmatch(text):
        raise Unreadable("currency")
    return text


def rate(text):
    if not _RATE.fullmatch(text) or not (value := Decimal(text.replace(",", "."))):
        raise Unreadable("rate")
    return value


def percent(text):
    if not _PERCENT.fullmatch(text):
        raise Unreadable("percent")
    return Decimal(text.replace(",", "."))


def reversal(text):
    if text not in ("0", "1", "G"):
        raise Unreadable("reversal")
    return text != "0"


def document_links(text):
    return tuple(_GUID.findall(text)) or (text,)


def day_month_year(text):
    """TTMMJJJJ; the leading zero of the day may be lost."""
    if not re.fullmatch(r"[0-9]{7,8}", text):
        raise Unreadable("date_long")
    text = text.zfill(8)
    return _date(text[4:], text[2:4], text[:2], "date_long")


def year_month_day(text):
    if not re.fullmatch(r"[0-9]{8}", text):
        raise Unreadable("header_date")
    return _date(text[:4], text[4:6], text[6:], "header_date")


def day_month(text, fiscal_year_start):
    """TTMM, placed in the twelve months from the start of the fiscal year, which need not be in January."""
    if not re.fullmatch(r"[0-9]{3,4}", text):
        raise Unreadable("date")
    text = text.zfill(4)
    day, month = int(text[:2]), int(text[2:])
    start = fiscal_year_start
    year = start.year if (month, day) >= (start.month, start.day) else start.year + 1
    return _date(year, month, day, "date")


def _date(year, month, day, code):
    if int(year) not in _YEARS:
        raise Unreadable(code)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Unreadable(code) from None
