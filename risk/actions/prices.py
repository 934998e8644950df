"""Reference prices: brought in from the central bank, or set by hand and approved by a second person (R14)."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access import approvals
from foundation.access.gate import check
from foundation.documents.actions import check_size
from foundation.lib.dates import format_date
from foundation.lib.decimals import format_decimal
from foundation.lib.errors import BusinessError, Conflict
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.guards import speaking
from foundation.records.states import move
from foundation.screens.templatetags.screens import day as in_words
from foundation.screens.templatetags.screens import is_english

from ..calc import ecb
from ..calc.prices import is_far
from ..choices import PRICE_TRANSITIONS, PriceKind, PriceSource, PriceState
from ..errors import DecidedMeanwhile
from ..models import ReferencePrice
from ..queries.prices import last_price

EDIT, APPROVE = "risk.price:edit", "risk.price:approve"
KEPT = timedelta(days=731)  # no deal is held against what is older
CHUNK = 1000
_CODES = {
    PriceKind.FX: (re.compile(r"EUR/(?!EUR)[A-Z]{3}"), _("Please write an exchange rate like EUR/USD.")),
    PriceKind.RATE: (re.compile(r"[A-Z]{3}/(1|3|6|12)M"), _("Please write an interest rate like EUR/3M: 1, 3, 6 or 12 months.")),
}  # fmt: skip


@dataclass(frozen=True)
class Imported:
    """What became of the rates of a file."""

    new: int
    known: int
    old: int
    days: int
    currencies: int


def import_prices(*, by, upload):
    """All rates of a file of the central bank, or none. What is known already stays as it is."""
    check(by, EDIT)
    check_size(upload)
    rates = ecb.read(upload.read())
    today = timezone.localdate()
    ahead = max(rate.day for rate in rates)
    if ahead > today:
        sentence = _("The file holds rates of {day}: that day is still to come.").format(day=format_date(ahead))
        raise BusinessError("risk.price_ahead", sentence, field="file")
    kept = [rate for rate in rates if rate.day >= today - KEPT]
    try:
        with acting(by), speaking():
            known = _known(kept)
            new = [rate for rate in kept if (f"EUR/{rate.currency}", rate.day) not in known]
            prices = ReferencePrice.objects.bulk_create((_published(rate, by) for rate in new), batch_size=CHUNK)
            if prices:
                happened("risk.price.imported", subject=prices[0], count=len(prices))
    except IntegrityError as error:
        raise Conflict("risk.price_known", _("These days were brought in meanwhile. Please try again.")) from error
    return Imported(
        new=len(new),
        known=len(kept) - len(new),
        old=len(rates) - len(kept),
        days=len({rate.day for rate in new}),
        currencies=len({rate.currency for rate in new}),
    )


def _known(rates):
    if not rates:
        return set()
    days = [rate.day for rate in rates]
    approved = ReferencePrice.objects.approved().filter(kind=PriceKind.FX, day__range=(min(days), max(days)))
    return set(approved.values_list("code", "day"))


def _published(rate, by):
    return ReferencePrice(
        kind=PriceKind.FX, code=f"EUR/{rate.currency}", day=rate.day, price=rate.price, source=PriceSource.ECB,
        state=PriceState.APPROVED, made_by=by,
    )  # fmt: skip


def propose_price(*, by, kind, code, day, price, reason, confirmed=False):
    """A price set by hand. It holds once another person of risk control approved it (R03, R14). One that lies far from
    the last has to be confirmed, for a slip of the comma is the most frequent mistake."""
    check(by, EDIT)
    code = _read_code(kind, code)
    if day > timezone.localdate():
        raise BusinessError("risk.price_ahead", _("That day is still to come."), field="day")
    if price <= 0 and kind != PriceKind.RATE:
        raise BusinessError("risk.price_negative", _("A price is above zero."), field="price")
    _refuse_known(kind, code, day)
    before = last_price(kind, code, day)
    if before and is_far(price, before.price) and not confirmed:
        sentence = _("That is 5 % or more away from the last price, {price} of {day}. Please confirm it.").format(
            price=format_decimal(before.price), day=format_date(before.day)
        )
        raise BusinessError("risk.price_far", sentence, field="confirmed")
    with acting(by, reason), speaking():
        proposed = ReferencePrice.objects.create(
            kind=kind, code=code, day=day, price=price, source=PriceSource.MANUAL, reason=reason,
            state=PriceState.PROPOSED, made_by=by,
        )  # fmt: skip
        happened("risk.price.proposed", subject=proposed)
        approvals.ask(PRICE, proposed, by=by)
        return proposed


def _read_code(kind, typed):
    code = " ".join(typed.split())
    if kind in _CODES:
        pattern, sentence = _CODES[kind]
        code = code.upper().replace(" ", "")
        if not pattern.fullmatch(code):
            raise BusinessError("risk.price_code", sentence, field="code")
    return code


def _refuse_known(kind, code, day):
    if ReferencePrice.objects.approved().of(kind, code).filter(day=day).exists():
        sentence = _("For {day} there is a price of {code} already.").format(day=format_date(day), code=code)
        raise Conflict("risk.price_known", sentence, field="day")


def _approved(price, approval, by):
    _refuse_known(price.kind, price.code, price.day)
    with speaking():
        _move(price, "approve", approved_by=by)


def _refused(price, approval, by):
    _move(price, "refuse")


def _move(price, event, **facts):
    state = move(price, PRICE_TRANSITIONS, event, otherwise=DecidedMeanwhile(), **facts)
    happened(f"risk.price.{state}", subject=price)


def _facts(price):
    before = last_price(price.kind, price.code, price.day)
    return (
        (_("Price"), format_decimal(price.price, english=is_english())),
        (_("Last price"), before and f"{format_decimal(before.price, english=is_english())} ({in_words(before.day)})"),
    )


PRICE = approvals.Kind(
    code="risk.price",
    label=_("Reference price"),
    permission=APPROVE,
    approved=_approved,
    rejected=_refused,
    title=lambda price: f"{price}: {format_decimal(price.price)}",
    facts=_facts,
    url=lambda price: price.get_absolute_url() if price else "",
)
