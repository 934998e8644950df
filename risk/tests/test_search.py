"""Incidents and risks are found from everywhere, by those who may see them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conftest import fresh
from foundation.screens.search import find
from risk.actions.incidents import report_incident
from risk.actions.inventory import add_risk
from risk.models.inventory import SCORED
from risk.search import INCIDENTS, incident_numbers

from .conftest import ask


@pytest.fixture
def book(house):
    incident = report_incident(
        by=fresh(house.trader), company=house.company, what="Überweisung an den falschen Lieferanten",
        happened_on=timezone.localdate(),
    )  # fmt: skip
    add_risk(
        by=fresh(house.risk), company=house.company, owner=house.chief, name="Sturmflut am Kai", category="operational",
        treatment="reduce", description="Das Lager steht unter Wasser.", review_due=timezone.localdate() + timedelta(days=30), **dict.fromkeys(SCORED, 3),
    )  # fmt: skip
    return incident


def found(person, text):
    return {group.provider.kind: [hit.title for hit in group.hits] for group in find(fresh(person), text)}


@pytest.mark.parametrize("text", ["V-20", "1", "Überweisung", "lieferantn"])
def test_an_incident_is_found_by_its_number_and_by_what_was_told(house, book, text):
    hits = {"incidents": [f"{book} – Überweisung an den falschen Lieferanten"]}
    for person in (house.trader, house.risk):
        assert found(person, text if text != "1" else f"{int(book.number[-4:]):02}") == hits
    assert found(house.other, text) == {}


@pytest.mark.parametrize("text", ["sturmflut", "Kai Sturmflut", "sturmflt"])
def test_a_risk_is_found_by_its_name(house, book, text):
    assert found(house.auditor, text) == {"risks": ["Sturmflut am Kai"]}
    assert found(house.trader, text) == {}


def test_a_credit_decision_is_found_by_its_customer(house):
    ask(house, by=house.trader)
    title = "Baltic Commodities: 60 Tage, bis 250.000,00"
    for person in (house.trader, house.risk):
        assert found(person, "baltic")["credits"] == [title]
    assert "credits" not in found(house.other, "baltic")


def test_a_number_is_looked_up_in_an_index(house, book):
    for condition in incident_numbers(house.risk, "7"):
        plan = INCIDENTS.rows(fresh(house.risk)).filter(condition).order_by("-pk")[:6].explain()
        assert "SCAN risk_incident" not in plan
