"""The inventory of risks: five by five, reviewed within a year, accepted by two, frozen once a year."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from conftest import fresh
from foundation.access import approvals
from foundation.access.choices import ApprovalState, Vote
from foundation.access.gate import Denied
from foundation.lib.errors import BusinessError
from foundation.records.actor import acting
from foundation.screens.forms import CHOOSE
from risk.actions.inventory import add_risk, ask_acceptance, assess_risk, freeze_inventory, retire_risk
from risk.calc.inventory import Score, difference, fields
from risk.models import Risk, RiskSnapshot
from risk.models.inventory import SCORED
from risk.queries.inventory import changes

TODAY = timezone.localdate()
IN_A_YEAR = TODAY + timedelta(days=365)
FACTS = {
    "name": "Ausfall der Fjordbank", "description": "x", "category": "counterparty", "gross_likelihood": 3,
    "gross_impact": 5, "net_likelihood": 2, "net_impact": 4, "target_likelihood": 1, "target_impact": 4,
    "treatment": "reduce", "review_due": IN_A_YEAR,
}  # fmt: skip


@pytest.fixture
def add(house):
    def add(**facts):
        return add_risk(by=fresh(house.risk), company=house.company, owner=house.chief, **FACTS | facts)

    return add


@pytest.mark.parametrize(
    ("likelihood", "impact", "level"),
    [(1, 1, "low"), (2, 2, "low"), (1, 5, "medium"), (3, 3, "medium"), (3, 4, "high"), (5, 5, "high")],
)
def test_the_level_of_a_score(likelihood, impact, level):
    assert Score(likelihood, impact).level == level


def test_the_heat_map_has_each_risk_once():
    rows = fields([Score(5, 1), Score(1, 5), Score(1, 5)])
    assert (rows[0][0], rows[4][4]) == ((Score(5, 1), [0]), (Score(1, 5), [1, 2]))
    assert sum(len(places) for row in rows for _score, places in row) == 3


@pytest.mark.parametrize("days", [0, 367])
def test_a_review_is_due_within_a_year(add, days):
    with pytest.raises(BusinessError) as error:
        add(review_due=TODAY + timedelta(days=days))
    assert error.value.code == "risk.review_span"


def test_nobody_accepts_alone(house, add):
    with pytest.raises(BusinessError) as error:
        add(treatment="accept")
    assert error.value.code == "risk.acceptance"
    with pytest.raises(IntegrityError), acting(house.risk):
        Risk.objects.filter(pk=add().pk).update(treatment="accept")


def test_a_second_person_accepts(house, add):
    risk = add()
    approval = approvals.pending_about(
        ask_acceptance(risk, by=fresh(house.risk), until=IN_A_YEAR, reason="Zu teuer")
    ).get()
    with pytest.raises(Denied):
        approvals.vote(approval, by=fresh(house.risk), vote=Vote.YES)
    approvals.vote(approval, by=fresh(house.chief), vote=Vote.YES)
    risk.refresh_from_db()
    assert (risk.treatment, risk.accepted_until) == ("accept", IN_A_YEAR)


def test_a_judgement_in_between_voids_what_was_asked(house, add):
    risk = add()
    asked = ask_acceptance(risk, by=fresh(house.risk), until=IN_A_YEAR, reason="Zu teuer")
    assess_risk(risk, by=fresh(house.risk), **FACTS | {"net_impact": 5})
    approval = approvals.vote(approvals.pending_about(asked).get(), by=fresh(house.chief), vote=Vote.YES)
    risk.refresh_from_db()
    assert (approval.state, risk.treatment) == (ApprovalState.VOID, "reduce")


def test_a_year_is_frozen_once_and_stays(house, add):
    add()
    year = TODAY.year if TODAY.month >= 10 else TODAY.year - 1
    freeze_inventory(by=fresh(house.chief), company=house.company, year=year)
    with pytest.raises(BusinessError) as error:
        freeze_inventory(by=fresh(house.chief), company=house.company, year=year)
    assert error.value.code == "risk.frozen"
    for write in (lambda rows: rows.update(net_impact=1), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), acting(house.chief):
            write(RiskSnapshot.objects.all())


def test_a_year_is_not_frozen_before_its_last_quarter(house, add):
    add()
    with pytest.raises(BusinessError) as error:
        freeze_inventory(by=fresh(house.chief), company=house.company, year=TODAY.year + 1)
    assert error.value.code == "risk.too_early"


def test_what_changed_since(house, add):
    up, down, same, gone = (add(name=name) for name in ("up", "down", "same", "gone"))
    year = TODAY.year if TODAY.month >= 10 else TODAY.year - 1
    freeze_inventory(by=fresh(house.chief), company=house.company, year=year)
    assess_risk(up, by=fresh(house.risk), **FACTS | {"name": "up", "net_impact": 5})
    assess_risk(down, by=fresh(house.risk), **FACTS | {"name": "down", "net_impact": 1})
    retire_risk(gone, by=fresh(house.risk), reason="Markt verlassen")
    add(name="new")
    before, changed = changes(house.company)
    assert before == year
    assert {(each.after or each.before).name: each.kind for each in changed} == {
        "up": "up", "down": "down", "same": "same", "gone": "gone", "new": "new",
    }  # fmt: skip


def test_no_change_between_equal_inventories():
    assert difference({}, {}) == []


def test_the_pages_of_the_inventory(house, add, client_of):
    risk, client = add(), client_of(house.chief)
    year = TODAY.year if TODAY.month >= 10 else TODAY.year - 1
    freeze_inventory(by=fresh(house.chief), company=house.company, year=year)
    addresses = [reverse(f"risk:{name}") for name in ("risks", "risk_new", "snapshots", "snapshot_new", "dashboard")]
    addresses += [
        risk.get_absolute_url(),
        f"{risk.get_absolute_url()}assessment/",
        reverse("risk:snapshot", args=[year]),
    ]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
    form = client.get(reverse("risk:risk_new")).context["form"]
    assert all(form.fields[name].choices[0] == CHOOSE for name in ("category", "treatment", *SCORED))
    answer = client.post(
        f"{risk.get_absolute_url()}acceptance/",
        {"until": f"{IN_A_YEAR:%d.%m.%Y}", "reason": "x", "command_id": "00000000-0000-0000-0000-000000000001"},
    )
    assert answer.status_code == 302
    assert client.get(risk.get_absolute_url()).status_code == 200
