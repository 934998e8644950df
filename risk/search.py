"""Limits are found by what they bound, credit decisions by their customer, incidents by their number and words of what was
told, risks by their names."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.text import fold
from foundation.screens import search
from foundation.screens.templatetags.screens import amount, day

from .models import CreditDecision, Incident, Limit, Risk
from .queries.companies import company_of

LONGEST_NUMBER = 6


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


def credits_of(person):
    decisions = CreditDecision.objects.visible_to(person).filter(company=company_of(person))
    return decisions.select_related("partner")


def of_customer(person, text):
    yield Q(partner__search_name__contains=fold(text))


CREDITS = search.Provider(
    kind="credits",
    label=_("Credit decisions"),
    icon="scale",
    permission="risk.credit:view",
    model=CreditDecision,
    rows=credits_of,
    subtitle=lambda decision: decision.get_state_display(),
    numbers=of_customer,
)


def incident_numbers(person, text):
    """V-2026-0007, its beginning, or 7."""
    yield Q(number__begins=text.upper())
    if text.isdecimal() and len(text) <= LONGEST_NUMBER:
        year = timezone.localdate().year
        yield Q(number__in=[f"V-{each}-{int(text):04}" for each in (year, year - 1)])


INCIDENTS = search.Provider(
    kind="incidents",
    label=_("Incidents"),
    icon="alert-circle",
    permission="risk.incident:view",
    model=Incident,
    rows=lambda person: Incident.objects.visible_to(person).filter(company=company_of(person)),
    title=lambda incident: f"{incident} – {incident.short}",
    subtitle=lambda incident: " · ".join([day(incident.happened_on), incident.get_state_display()]),
    names=("what",),
    numbers=incident_numbers,
)
RISKS = search.Provider(
    kind="risks",
    label=_("Risks"),
    icon="list-check",
    permission="risk.risk:view",
    model=Risk,
    rows=lambda person: Risk.objects.visible_to(person).filter(company=company_of(person)).current(),
    subtitle=lambda risk: f"{risk.get_category_display()} · {risk.net}",
    names=("name",),
)
