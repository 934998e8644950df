"""Limits are found by what they bound."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.text import fold
from foundation.screens import search
from foundation.screens.templatetags.screens import amount

from .models import Limit
from .queries.companies import company_of


def limits_of(person):
    limits = Limit.objects.visible_to(person).filter(company=company_of(person)).current(timezone.localdate())
    return limits.select_related("counterparty", "trader", "desk")


def named(person, text):
    yield Q(counterparty__search_name__contains=fold(text))
    yield Q(trader__last_name__istartswith=text)
    yield Q(desk__name__istartswith=text)


LIMITS = search.Provider(
    kind="limits",
    label=_("Limits"),
    icon="shield-check",
    permission="risk.limit:view",
    model=Limit,
    rows=limits_of,
    subtitle=lambda limit: amount(limit.amount),
    numbers=named,
)
