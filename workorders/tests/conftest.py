from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from conftest import fresh
from foundation.access.actions.people import create_person_with_login
from foundation.access.actions.roles import grant_founding
from foundation.access.models import Role
from foundation.contacts.models import Partner
from foundation.organisation.choices import Side
from foundation.organisation.models import Company, Person, Unit
from foundation.records.actor import acting
from tests.worlds import world
from workorders.actions.orders import ask_back_office
from workorders.actions.steps import (
    accept_order,
    ask_back,
    cancel_order,
    confirm_order,
    finish_order,
    reopen_order,
    start_order,
)
from workorders.choices import OrderKind, OrderState
from workorders.models import Service, WorkOrder

BERLIN = ZoneInfo("Europe/Berlin")


def at(text):
    """A moment as the clock in Berlin shows it."""
    return datetime.strptime(text, "%d.%m.%Y %H:%M").replace(tzinfo=BERLIN).astimezone(UTC)


ASKED = at("23.11.2026 09:00")  # a Monday


@pytest.fixture
def office(office_of_work_orders):
    return office_of_work_orders


@world
def office_of_work_orders(cast):
    """Two desks of the front office, two teams of the back office, and what they do."""
    with acting("system:test"):
        Company.objects.filter(pk=cast.company.pk).update(land="SH")
        desk, other_desk = (
            Unit.objects.create(company=cast.company, name=name, side=Side.FRONT) for name in ("Handel", "Beratung")
        )
        team, other_team = (
            Unit.objects.create(company=cast.company, name=name, side=Side.BACK) for name in ("Buchhaltung", "Personal")
        )
        units = {cast.front: desk, cast.back: team, cast.second: team, cast.manager: team, cast.other: other_team}
        for person, unit in units.items():
            Person.objects.filter(pk=person.pk).update(unit=unit)
        stranger, mate = (_front(cast, name, unit) for name, unit in (("Fiete", other_desk), ("Frauke", desk)))
        for kind in OrderKind:
            Service.objects.create(company=cast.company, kind=kind, team=team)
        partner = Partner.objects.create(company=cast.company, number="10001", kind="customer", name="Ahorn")
    people = {
        name: fresh(getattr(cast, name))
        for name in ("front", "back", "second", "manager", "other", "auditor", "admin", "sysadmin")
    }
    return SimpleNamespace(
        company=fresh(cast.front).company, desk=desk, team=team, other_team=other_team, partner=partner,
        stranger=fresh(stranger), mate=fresh(mate), **people,
    )  # fmt: skip


def _front(cast, name, unit):
    person = create_person_with_login(
        company=cast.company, unit=unit, first_name=name, last_name="Front", email=f"{name}@nordlicht.example",
        joined_on=cast.front.joined_on, password="korrekt-pferd-batterie",
    )  # fmt: skip
    for role in ("staff", "front.advisor"):
        grant_founding(
            person=person, role=Role.objects.get(pk=role), approved_by=cast.admin, valid_from=cast.front.joined_on,
            reason="cast",
        )  # fmt: skip
    return person


@pytest.fixture
def ask(office):
    def ask(**facts):
        facts = {
            "by": office.front,
            "company": office.company,
            "kind": "invoice_copy",
            "title": "Rechnung 4711",
        } | facts
        return ask_back_office(**{"at": ASKED} | facts)

    return ask


@pytest.fixture
def brought(office, ask):
    """A work order in the state that is asked for, by the way that leads there."""
    way = {
        OrderState.NEW: (),
        OrderState.ACCEPTED: ("accept",),
        OrderState.IN_WORK: ("accept", "start"),
        OrderState.WAITING_FRONT: ("accept", "ask_back"),
        OrderState.DONE: ("accept", "finish"),
        OrderState.CONFIRMED: ("accept", "finish", "confirm"),
        OrderState.REOPENED: ("accept", "finish", "reopen"),
        OrderState.CANCELLED: ("cancel",),
    }
    steps = {
        "accept": lambda order: accept_order(order, by=office.back, at=ASKED),
        "start": lambda order: start_order(order, by=office.back, at=ASKED),
        "ask_back": lambda order: ask_back(order, by=office.back, text="Welche?", at=ASKED),
        "finish": lambda order: finish_order(order, by=office.back, at=ASKED),
        "confirm": lambda order: confirm_order(order, by=office.front, at=ASKED),
        "reopen": lambda order: reopen_order(order, by=office.front, text="Die falsche.", at=ASKED),
        "cancel": lambda order: cancel_order(order, by=office.front, at=ASKED),
    }

    def bring(state, **facts):
        order = ask(**facts)
        for step in way[state]:
            order = steps[step](order)
        return WorkOrder.objects.get(pk=order.pk)

    return bring
