"""How long customers of Nordlicht may take to pay: what front and back agreed to, what they did not, and a sale that waits."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from foundation.access import approvals
from foundation.access.choices import Vote
from foundation.calendars.days import nearest_working_day
from foundation.contacts.models import Partner
from risk.actions.credits import ask_credit, set_credit_policy
from settlement.actions.confirmations import record_confirmation
from settlement.actions.deals import capture_deal
from settlement.actions.market import decide_market
from settlement.choices import MarketOutcome, Product
from settlement.models import Deal

from .risk import THOUSAND, clock_at
from .settling import SAID

# customer, days, up to so many thousands, how long ago, reason, votes in their order: role, yes or no, why
DECISIONS = (
    ("Warenhaus Siebentürme", 60, 150, 41, "Herbstware für alle Häuser, Ausgleich nach dem Weihnachtsgeschäft",
     (("front.head", Vote.YES, "Seit zwölf Jahren Kunde"), ("back.head", Vote.YES, "Bilanz liegt vor, Auskunft einwandfrei"))),
    ("Möbelhof Wakenitz", 90, 200, 12, "Eröffnung einer zweiten Filiale",
     (("front.head", Vote.YES, ""), ("board.back", Vote.NO, "Kein Jahresabschluss, zweimal gemahnt"))),
    ("Elbkante Interieur", 75, 90, 0, "Ausstattung eines Hotels, das erst bei Abnahme zahlt",
     (("front.head", Vote.YES, "Auftrag mit Anzahlung des Hotels belegt"),)),
)  # fmt: skip
WAITS, TERM = "Elbkante Interieur", timedelta(days=70)


def decide(company, staff, today):
    """A policy since the year began, three decisions, and the sale because of which the last was asked for."""
    with clock_at(date(today.year, 1, 1)):
        set_credit_policy(
            by=staff["risk.head"][0], company=company, ordinary_days=30, relevant_from=25 * THOUSAND,
            reason="Jahresbeschluss der Geschäftsleitung",
        )  # fmt: skip
    _sell(company, staff, today)
    for customer, days, thousands, ago, reason, votes in DECISIONS:
        with clock_at(max(today - timedelta(days=ago), date(today.year, 1, 1))):
            decision = ask_credit(
                by=staff["front.advisor"][0], company=company, partner=_customer(company, customer), days=days,
                amount=thousands * THOUSAND, valid_from=timezone.localdate(), reason=reason,
            )  # fmt: skip
            approval = approvals.pending_about(decision).get()
            for role, vote, why in votes:
                approvals.vote(approval, by=staff[role][0], vote=vote, reason=why)


def _sell(company, staff, today):
    """Closed, confirmed and matched: only the payment term stands in the way of its settlement."""
    day = nearest_working_day(today - timedelta(days=1), company.calendar, step=-1)
    at = timezone.make_aware(datetime.combine(day, time(11, 20)))
    deal = capture_deal(
        by=staff["front.trader"][0], company=company, at=at, agreed_at=at - timedelta(minutes=6),
        product=Product.GOODS_CONTRACT, direction="sell", counterparty=_customer(company, WAITS),
        good="Pendelleuchte Alsterglanz", quantity=Decimal(900), unit="Stück", price=Decimal("84.50"), currency="EUR",
        value_date=nearest_working_day(day + TERM, company.calendar), channel="mail", side_agreements="keine",
    )  # fmt: skip
    said = {name: getattr(deal, name) for name in SAID} | {"reference": "EI-2291"}
    settler, controller = staff["back.settlement"][0], staff["risk.controller"][0]
    record_confirmation(by=settler, company=company, channel="mail", deal=Deal.objects.get(pk=deal.pk), **said)
    check = Deal.objects.get(pk=deal.pk).market_check
    if check.outcome == MarketOutcome.OPEN:
        decide_market(check, by=controller, explained=True, reason="Preisliste des Herbstes")


def _customer(company, name):
    return Partner.objects.get(company=company, name=name)
