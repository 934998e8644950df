"""`python -m bench.predeal`: the check of the limits before a deal, with 10,000 deals open, beside the same sums in bare SQL.

`look` is what the capture form shows while one types; `take_up` is what the capture does in its transaction: it locks the limits,
sums, writes the exposure with its audit, and is rolled back here.
"""

from datetime import date
from random import Random
from time import perf_counter

from django.db import connection, transaction
from django.utils import timezone

from bench.company import SINCE
from bench.scratch import database
from foundation.access import approvals
from foundation.access.actions.people import create_person_with_login
from foundation.access.actions.roles import grant_founding
from foundation.access.choices import Vote
from foundation.access.models import Role
from foundation.contacts.models import Partner
from foundation.organisation.choices import Side
from foundation.organisation.models import Unit
from foundation.records.actor import acting
from risk.actions.exposure import take_up
from risk.actions.limits import propose_limit
from risk.calc.exposure import Claim
from risk.models import Exposure
from risk.queries.exposure import look

OPEN, PARTNERS, ROUNDS, AIM = 10_000, 20, 300, 50
UNTIL = date(2099, 12, 31)
PRODUCTS, COUNTRIES = ("fx_spot", "fx_forward", "commodity"), ("DE", "DK", "SE")
BARE = """SELECT sum(amount), sum(CASE WHEN counterparty_id = %s THEN amount END), sum(CASE WHEN product = %s THEN amount END),
sum(CASE WHEN trader_id = %s THEN amount END), sum(CASE WHEN desk_id = %s THEN amount END),
sum(CASE WHEN country = %s THEN amount END) FROM risk_exposure WHERE company_id = %s AND state = 'counting'"""


def main():
    with database() as books:
        claims = open_deals(books)
        partner = Partner.objects.first()
        looked, bare, taken = [], [], []
        for claim in claims[:ROUNDS]:
            bare.append(seconds(lambda claim=claim: plain(claim)))
            looked.append(seconds(lambda claim=claim: look(claim, at=timezone.now())))
            taken.append(taking(partner, claim, books.first))
        print(
            f"{books.vendor:10} {Exposure.objects.count()} open: look p95 {p95(looked):.1f} ms of {AIM} ms, bare sums "
            f"{p95(bare):.1f} ms, {p95(looked) / p95(bare):.1f} x; take_up p95 {p95(taken):.1f} ms, {p95(taken) / p95(bare):.1f} x"
        )


def open_deals(books):
    """So many open deals, and as many claims of the same kind. A limit of each kind bounds them."""
    chance = Random(1)  # noqa: S311 - no secrets
    company, trader = books.company, books.first
    with acting("system:bench"):
        desk = Unit.objects.create(company=company, name="Devisen", side=Side.FRONT)
        partners = Partner.objects.bulk_create(
            Partner(company=company, number=f"{70_000 + n}", kind="both", name=f"Haus {n}", search_name=f"haus {n}")
            for n in range(PARTNERS)
        )
        facts = [
            {
                "counterparty_id": chance.choice(partners).pk, "product": chance.choice(PRODUCTS),
                "country": chance.choice(COUNTRIES), "amount": chance.randrange(1, 10_000_00), "until": UNTIL,
                "trader_id": trader.pk, "desk_id": desk.pk, "company_id": company.pk,
            }
            for _deal in range(OPEN)
        ]  # fmt: skip
        Exposure.objects.bulk_create(
            (
                Exposure(subject_table="settlement_deal", subject_key=str(n), state="counting", **fact)
                for n, fact in enumerate(facts)
            ),
            batch_size=1000,
        )
    set_limits(company, trader, desk, partners)
    return [Claim(**fact) for fact in facts]


def set_limits(company, trader, desk, partners):
    """By the two who may: what is measured is bounded as in a house."""
    controller, head = risk_side(company, trader)
    things = [
        {"kind": "total"}, {"kind": "trader", "trader": trader}, {"kind": "desk", "desk": desk},
        *({"kind": "product", "product": name} for name in PRODUCTS),
        *({"kind": "country", "country": name} for name in COUNTRIES),
        *({"kind": "counterparty", "counterparty": partner} for partner in partners),
    ]  # fmt: skip
    for thing in things:
        limit = propose_limit(
            by=controller, company=company, amount=10**14, valid_from=timezone.localdate(), reason="bench", **thing
        )
        approvals.vote(approvals.pending_about(limit).get(), by=head, vote=Vote.YES)


def risk_side(company, approver):
    with acting("system:bench"):
        people = [
            create_person_with_login(
                company=company, first_name=name, last_name="Risiko", email=f"{name}@messbude.example", joined_on=SINCE
            )
            for name in ("drei", "vier")
        ]
        for person, role in zip(people, ("risk.controller", "risk.head"), strict=True):
            role = Role.objects.get(pk=role)
            grant_founding(person=person, role=role, approved_by=approver, valid_from=SINCE, reason="bench")
    return people


def plain(claim):
    with connection.cursor() as cursor:
        cursor.execute(
            BARE,
            [claim.counterparty_id, claim.product, claim.trader_id, claim.desk_id, claim.country, claim.company_id],
        )
        return cursor.fetchone()


def taking(partner, claim, by):
    with acting(by):
        before = transaction.savepoint()
        spent = seconds(lambda: take_up(partner, claim, by=by))
        transaction.savepoint_rollback(before)
    return spent


def seconds(act):
    begin = perf_counter()
    act()
    return perf_counter() - begin


def p95(spent):
    return sorted(spent)[int(len(spent) * 0.95)] * 1000


if __name__ == "__main__":
    main()
