"""Deals found from everywhere: by number, call reference, amount."""

import re

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError
from foundation.lib.money import parse_amount
from foundation.screens import search
from foundation.screens.templatetags.screens import amount, day

from .models import Deal
from .queries.deals import company_of

NUMBER = re.compile(r"G-?(?:(?P<year>[0-9]{4})-)?(?P<sequence>[0-9]{1,6})", re.IGNORECASE)
LARGEST_NUMBER = 10**6


def deal_numbers(person, text):
    """G-2026-000017, G-17 or 17; the reference of its call; its amount."""
    if written := NUMBER.fullmatch(text):
        found = Q(sequence=int(written["sequence"]))
        yield found & Q(year=int(written["year"])) if written["year"] else found
    if text.isdecimal() and int(text) < LARGEST_NUMBER:
        yield Q(sequence=int(text))
    yield Q(call_ref__begins=text)
    try:
        yield Q(amount=abs(parse_amount(text)))
    except BusinessError:
        return


DEALS = search.Provider(
    kind="deals",
    label=_("Deals"),
    icon="arrows-exchange",
    permission="settlement.deal:view",
    model=Deal,
    rows=lambda person: (
        Deal.objects.visible_to(person).filter(company=company_of(person)).select_related("counterparty")
    ),
    title=lambda deal: f"{deal} – {deal.counterparty}",
    subtitle=lambda deal: " · ".join(
        [deal.get_product_display(), f"{amount(deal.amount)} {deal.currency}", day(deal.value_date)]
    ),
    numbers=deal_numbers,
)
