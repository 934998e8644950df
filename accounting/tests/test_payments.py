"""Payments: ordered by one person, released by another who changed nothing of where the money goes."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounting.actions.payments import order_payment, release_payments, stop_payment
from accounting.choices import PaymentState
from accounting.models import PaymentOrder
from conftest import fresh
from foundation.access.actions.people import create_person_with_login
from foundation.access.actions.roles import grant_founding
from foundation.access.decisions import Denied
from foundation.access.models import Role
from foundation.contacts.actions import add_bank_account, change_partner, create_partner
from foundation.lib.errors import BusinessError, Conflict
from foundation.records.actor import acting

IBAN = "DE02120300000000202051"
ORDER = "accounting.entry:capture"


@pytest.fixture
def house(books):
    """Somebody for each step, and a partner who is to be paid."""
    with acting("system:test"):
        for name, role in (("keeper", "back.vendor"), ("payer", "back.payments"), ("payer2", "back.payments")):
            person = create_person_with_login(
                company=books.company, first_name=name.title(), last_name="Zahl", email=f"{name}@nordlicht.example",
                joined_on=date(2020, 1, 1),
            )  # fmt: skip
            grant_founding(
                person=person, role=Role.objects.get(pk=role), approved_by=books.admin, valid_from=date(2020, 1, 1),
                reason="cast",
            )  # fmt: skip
            setattr(books, name, person)
    books.partner = create_partner(
        by=fresh(books.keeper), company=books.company, number="70001", kind="supplier", name="Ahorn"
    )
    books.account = add_bank_account(
        books.partner, by=fresh(books.keeper), iban=IBAN, holder="Ahorn", valid_from=date(2026, 1, 1)
    )
    return books


@pytest.fixture
def order(house, capture):
    subject = capture()

    def order(by=None, partner=None, **more):
        facts = {
            "subject": subject, "partner": partner or house.partner, "bank_account": house.account, "amount": 119_00,
            "currency": "EUR", "due": date(2026, 11, 30), "purpose": "Rechnung 4711", **more,
        }  # fmt: skip
        return order_payment(by=fresh(by or house.back), permission=ORDER, **facts)

    return order


def test_an_order_is_numbered_and_released_by_another(house, order):
    payment = order()
    release_payments([payment], by=fresh(house.payer))
    payment.refresh_from_db()
    assert (payment.number[:2], payment.state, payment.ordered_by, payment.released_by) == (
        "Z-", PaymentState.RELEASED, house.back, house.payer
    )  # fmt: skip


def test_whoever_lacks_the_permission_of_the_room_orders_nothing(house, order):
    with pytest.raises(Denied):
        order(by=house.payer)


def test_nothing_is_paid_to_a_blocked_partner(house, order):
    partner = change_partner(house.partner, by=fresh(house.keeper), blocked=True)
    with pytest.raises(BusinessError, match="blocked|gesperrt"):
        order(partner=partner)
    assert not PaymentOrder.objects.exists()


def rule_of(refused):
    return refused.value.decision.rule


def test_the_one_who_ordered_does_not_release(house, order):
    payment = order()
    with acting("system:test"):
        grant = Role.objects.get(pk="back.payments")
        with pytest.raises(IntegrityError, match="R06"), transaction.atomic():  # the roles exclude each other anyway
            grant_founding(
                person=house.back, role=grant, approved_by=house.admin, valid_from=date(2020, 1, 1), reason="x"
            )
    with acting(house.back), pytest.raises(IntegrityError, match=r"rule.R03|four_eyes"), transaction.atomic():
        PaymentOrder.objects.filter(pk=payment.pk).update(
            state="released", released_by=house.back, released_at=payment.ordered_at
        )


@pytest.mark.parametrize("change", ["account", "partner"])
def test_whoever_changed_where_the_money_goes_does_not_release(house, order, change):
    """Roles keep both apart; a deputy or a former role does not get past it either."""
    payment = order()
    with acting(house.payer):
        if change == "account":
            other = type(house.account).objects.create(
                partner=house.partner, iban="DE89370400440532013000", holder="Ahorn", valid_from=date(2026, 2, 1),
                added_by=house.payer,
            )  # fmt: skip
            payment = order(bank_account=other, currency="USD")
        else:
            type(house.partner).objects.filter(pk=house.partner.pk).update(name="Eiche", changed_by=house.payer)
    payment = PaymentOrder.objects.get(pk=payment.pk)
    with pytest.raises(Denied) as refused:
        release_payments([payment], by=fresh(house.payer))
    assert rule_of(refused) == "R06"
    with acting(house.payer), pytest.raises(IntegrityError, match="rule.R06"), transaction.atomic():
        PaymentOrder.objects.filter(pk=payment.pk).update(
            state="released", released_by=house.payer, released_at=payment.ordered_at
        )
    release_payments([PaymentOrder.objects.get(pk=payment.pk)], by=fresh(house.payer2))


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 1}, {"state": "ordered", "due": date(2027, 1, 1)}, {"purpose": "other"}, {"number": "Z-0"},
        {"origin": "x"}, {"currency": "USD"},
    ],
)  # fmt: skip
def test_an_order_stays_as_it_was_ordered(house, order, change):
    payment = order()
    with acting(house.payer), pytest.raises(IntegrityError, match="payment.fixed"), transaction.atomic():
        PaymentOrder.objects.filter(pk=payment.pk).update(**change)
    with acting(house.payer), pytest.raises(IntegrityError, match="payment.fixed"), transaction.atomic():
        PaymentOrder.objects.filter(pk=payment.pk).delete()


STATES, EVENTS = list(PaymentState), ("release", "stop")
LEGAL = {("release", "ordered"): "released", ("stop", "ordered"): "stopped", ("stop", "released"): "stopped"}


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", STATES)
def test_states_move_as_the_table_says(house, order, state, event):
    payment = order()
    if state == PaymentState.RELEASED:
        release_payments([payment], by=fresh(house.payer))
    if state == PaymentState.STOPPED:
        stop_payment(payment, by=fresh(house.payer), reason="falsch")
    payment = PaymentOrder.objects.get(pk=payment.pk)

    def do():
        if event == "release":
            release_payments([payment], by=fresh(house.payer))
        else:
            stop_payment(payment, by=fresh(house.payer), reason="doppelt")

    if after := LEGAL.get((event, state)):
        do()
    else:
        after = state
        with pytest.raises(Conflict):
            do()
    assert PaymentOrder.objects.get(pk=payment.pk).state == after


def test_the_same_debt_is_ordered_once(house, order):
    order()
    with pytest.raises(IntegrityError), transaction.atomic():
        order()


def test_the_release_shows_first_what_it_pays(house, order, secure_client_of):
    payment, refused = order(), order(currency="USD")
    stop_payment(refused, by=fresh(house.payer), reason="falsch")
    browser = secure_client_of(house.payer)
    page = browser.get(f"{reverse('accounting:releasing')}?payment={payment.pk}&payment={refused.pk}")
    assert [row.pk for row in page.context["fit"]] == [payment.pk]
    answer = browser.post(reverse("accounting:releasing"), {"payment": payment.pk, "command_id": uuid4()})
    assert (answer.status_code, answer["Location"]) == (302, reverse("accounting:payments"))
    assert PaymentOrder.objects.get(pk=payment.pk).released_by == house.payer


def test_the_front_office_sees_no_payment(house, order, client_of):
    payment = order()
    browser = client_of(house.front)
    addresses = (reverse("accounting:payments"), payment.get_absolute_url())
    assert [browser.get(address).status_code for address in addresses] == [403, 403]
