"""What risk control of Nordlicht allows: limits for everybody and everything that is traded with, in and by."""

from contextlib import contextmanager
from datetime import date, datetime, time
from unittest import mock

from django.utils import timezone

from foundation.access import approvals
from foundation.access.choices import Vote
from foundation.organisation.choices import Side
from foundation.organisation.models import Unit
from risk.actions.limits import propose_limit
from risk.choices import LimitKind, Product

THOUSAND, MILLION = 1_000_00, 1_000_000_00
OF_PARTNERS = (400, 600, 900, 1_200, 250)
OF_PRODUCTS = {
    Product.FX_SPOT: 8,
    Product.FX_FORWARD: 5,
    Product.MONEY_MARKET: 6,
    Product.COMMODITY: 3,
    Product.GOODS_CONTRACT: 4,
    Product.BROKERED: 1,
}
OF_COUNTRIES = {"DE": 15, "DK": 3, "SE": 3, "NO": 2, "CH": 4, "PL": 2, "IT": 1, "IE": 1, "FI": 1}
REASON = "Jahresbeschluss der Geschäftsleitung"


def control(company, staff, partners, today):
    """Set by the controller and approved by the head when the year began. One change waits for her this morning."""
    controller, head = staff["risk.controller"][0], staff["risk.head"][0]

    def propose(kind, amount, reason=REASON, **thing):
        facts = {"valid_from": timezone.localdate(), "reason": reason, **thing}
        return propose_limit(by=controller, company=company, kind=kind, amount=amount, **facts)

    def set_limit(*facts, **thing):
        approvals.vote(approvals.pending_about(propose(*facts, **thing)).get(), by=head, vote=Vote.YES)

    with clock_at(date(today.year, 1, 1)):
        set_limit(LimitKind.TOTAL, 20 * MILLION)
        for product, millions in OF_PRODUCTS.items():
            set_limit(LimitKind.PRODUCT, millions * MILLION, product=product)
        for country, millions in OF_COUNTRIES.items():
            set_limit(LimitKind.COUNTRY, millions * MILLION, country=country)
        for desk in Unit.objects.filter(company=company, side=Side.FRONT):
            set_limit(LimitKind.DESK, 12 * MILLION, desk=desk)
        for trader in (*staff["front.trader"], *staff["front.advisor"]):
            set_limit(LimitKind.TRADER, 6 * MILLION, trader=trader)
        for number, partner in enumerate(partners):
            set_limit(LimitKind.COUNTERPARTY, OF_PARTNERS[number % len(OF_PARTNERS)] * THOUSAND, counterparty=partner)
    propose(LimitKind.COUNTERPARTY, 1_500 * THOUSAND, "Neue Sicherheiten gestellt", counterparty=partners[0])


@contextmanager
def clock_at(day, clock=time(9)):
    """As if it were nine in the morning of that day, or that time of it; never later than it is."""
    moment = min(timezone.make_aware(datetime.combine(day, clock)), timezone.now())
    with mock.patch.object(timezone, "now", lambda: moment):
        yield
