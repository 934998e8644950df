"""What is asked of the terms of a deal, with the sentence for each no."""

from datetime import timedelta

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.lib.dates import format_date
from foundation.lib.decimals import format_decimal
from foundation.lib.errors import BusinessError
from foundation.lib.money import LARGEST, format_amount
from foundation.screens.templatetags.screens import is_english

from ..calc.dates import FARTHEST, holiday_on
from ..calc.prices import is_far
from ..choices import FOREIGN_EXCHANGE, OF_GOODS, Place, Product
from ..queries.counterparties import is_the_company_itself
from ..queries.references import reference_of

CLOCKS_DIFFER = timedelta(minutes=5)
LONGEST_TERM = 3660


def check_terms(deal):
    """BusinessError with the field that it is about."""
    for ask in (_counterparty, _price, _amounts, _value_date, _agreed, _circumstances, _market, _value):
        ask(deal)


def _no(code, sentence, field, **facts):
    raise BusinessError(f"deal.{code}", sentence.format(**facts) if facts else sentence, field)


def _counterparty(deal):
    partner = deal.counterparty
    if partner.company_id != deal.company_id:
        _no("other_company", _("{partner} is a partner of another company."), "counterparty", partner=partner)
    if partner.blocked:
        sentence = _("{partner} is blocked. No deal is closed with it.")
        _no("counterparty_blocked", sentence, "counterparty", partner=partner)
    if is_the_company_itself(deal.company, partner):
        _no("own_company", _("Nobody deals with the own company."), "counterparty")


def _amounts(deal):
    field = "quantity" if deal.product in OF_GOODS else "amount"
    if deal.product in OF_GOODS and deal.quantity <= 0:
        _no("quantity", _("The quantity is above zero. Whether it is bought or sold, the direction says."), "quantity")
    if deal.amount <= 0:
        _no("amount", _("The amount is above zero. Whether it is bought or sold, the direction says."), field)
    for amount in (deal.amount, deal.counter_amount or 0):
        if amount > LARGEST:
            largest = format_amount(LARGEST, english=is_english())
            _no("too_large", _("The amount is too large. The largest is {largest}."), field, largest=largest)
    if deal.product in FOREIGN_EXCHANGE:
        if deal.currency == deal.counter_currency:
            _no("same_currency", _("The two currencies of a deal are different ones."), "counter_currency")
        if deal.counter_amount <= 0:
            _no("counter_amount", _("At this price nothing is left of the amount."), "price")
    if deal.product == Product.MONEY_MARKET and not 0 < deal.days <= LONGEST_TERM:
        _no("days", _("The term lies between one day and ten years."), "days")


def _price(deal):
    if deal.price <= 0 and deal.product != Product.MONEY_MARKET:
        _no("price", _("The price is above zero."), "price")


def _value_date(deal):
    day, traded = deal.value_date, deal.trade_date
    if day < traded:
        sentence = _("The value date lies before the trade date, {day}.")
        _no("value_before_trade", sentence, "value_date", day=format_date(traded))
    if day > traded + FARTHEST:
        _no("value_too_far", _("The value date lies more than ten years ahead."), "value_date")
    calendar = deal.company.calendar
    if name := holiday_on(day, calendar, (get_language() or "de")[:2]):
        sentence = _("{day} is a day off: {name}. Deals are settled on working days.")
        _no("holiday", sentence, "value_date", day=format_date(day), name=name)
    if not calendar.is_working_day(day):
        sentence = _("{day} is a {weekday}. Deals are settled on working days.")
        _no("weekend", sentence, "value_date", day=format_date(day), weekday=WEEKDAYS[day.weekday()])


def _agreed(deal):
    if deal.agreed_at > deal.traded_at + CLOCKS_DIFFER:
        now = f"{timezone.localtime(deal.traded_at):%H:%M}"
        _no("agreed_ahead", _("A deal is captured after it was agreed. It is {now} now."), "agreed_at", now=now)


def _circumstances(deal):
    if not deal.side_agreements.strip():
        _no("side_agreements", _("Please say which side agreements there are. “-” stands for none."), "side_agreements")
    if deal.place != Place.OFFICE and not deal.place_reason.strip():
        _no("place_reason", _("Outside the office a deal needs a reason."), "place_reason")


def _market(deal):
    """R13: a price far from the market has a reason, which the market check looks at; it is not the trader's to judge."""
    reference = None if deal.off_market_reason.strip() else reference_of(deal)
    if reference and is_far(deal.product, deal.price, reference.price):
        sentence = _(
            "The price lies far from the market: the reference price is {reference}. Is it a typing error? If not, please give the reason; it goes to the market check."
        )
        price = format_decimal(round(reference.price, 6), english=is_english())
        _no("off_market", sentence, "off_market_reason", reference=price)


def _value(deal):
    if deal.risk_amount is None:
        sentence = _("There is no reference rate of the last days for {currency}. Risk control keeps them.")
        _no("no_reference", sentence, "currency", currency=deal.currency)
    if deal.risk_amount > LARGEST:
        largest = format_amount(LARGEST, english=is_english())
        _no("too_large", _("The amount is too large. The largest is {largest}."), "amount", largest=largest)
