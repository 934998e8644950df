"""Any employee reports in six fields; risk control analyses and closes; a material loss is told at once."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from conftest import fresh
from foundation.access.gate import Denied
from foundation.lib.errors import BusinessError
from foundation.notices.models import Notice
from foundation.records.actor import acting
from risk.actions.exposure import take_up
from risk.actions.incidents import (
    analyse_incident,
    close_incident,
    reopen_incident,
    report_incident,
    set_material_loss,
)
from risk.choices import INCIDENT_TRANSITIONS, IncidentState
from risk.forms.incidents import AnalysisForm, ReportForm
from risk.models import Incident

ANALYSIS = {
    "event_type": "execution", "business_line": "payments", "cause": "Zahlendreher", "found_on": date(2026, 3, 3),
}  # fmt: skip


@pytest.fixture
def report(house):
    def report(by=None, estimate=None, **facts):
        defaults = {"what": "Doppelt gezahlt", "happened_on": date(2026, 3, 2), "estimate": estimate}
        return report_incident(by=fresh(by or house.trader), company=house.company, **defaults | facts)

    return report


def moved(incident, event, house):
    """The incident after the event, whoever it takes."""
    by = fresh(house.risk)
    match event:
        case "analyse":
            analyse_incident(incident, by=by, **ANALYSIS)
        case "close":
            close_incident(incident, by=by)
        case "reopen":
            reopen_incident(incident, by=by, reason="Nachtrag")
    incident.refresh_from_db()
    return incident.state


def in_state(state, report, house):
    incident = report()
    for event in {"reported": (), "analysed": ("analyse",), "closed": ("analyse", "close")}[state]:
        moved(incident, event, house)
    return incident


def test_a_report_has_six_fields(house):
    form = ReportForm(person=house.trader, company=house.company)
    assert len(form.visible_fields()) == 6


def test_each_year_counts_its_reports(house, report):
    year = timezone.localdate().year
    assert [report().number, report().number] == [f"V-{year}-0001", f"V-{year}-0002"]


@pytest.mark.parametrize(("state", "event"), list(product(IncidentState, INCIDENT_TRANSITIONS)))
def test_every_step_from_every_state(house, report, state, event):
    """What the table does not know is refused and changes nothing."""
    incident = in_state(state, report, house)
    expected = INCIDENT_TRANSITIONS[event].get(state)
    if expected:
        assert moved(incident, event, house) == expected
        return
    before = Incident.objects.filter(pk=incident.pk).values().get()
    with pytest.raises(BusinessError) as error:
        moved(incident, event, house)
    assert (error.value.status, Incident.objects.filter(pk=incident.pk).values().get()) == (409, before)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"gross": 100, "recoveries": 101}, "risk.recoveries"),
        ({"gross": -1}, "risk.recoveries"),
        ({"gross": 1, "near_miss": True}, "risk.near_miss_free"),
        ({"found_on": date(2026, 3, 1)}, "risk.found_before"),
        ({"found_on": timezone.localdate() + timedelta(days=1)}, "risk.in_future"),
    ],
)
def test_an_analysis_that_cannot_be(house, report, facts, code):
    with pytest.raises(BusinessError) as error:
        analyse_incident(report(), by=fresh(house.risk), **ANALYSIS | facts)
    assert error.value.code == code


def test_net_is_what_remains(house, report):
    incident = analyse_incident(report(), by=fresh(house.risk), **ANALYSIS, gross=1_000_00, recoveries=400_00)
    assert incident.net == 600_00


def test_who_sees_which(house, report):
    """The reporter his own, risk control, audit and the back board all, nobody else any."""
    own, other = report(), report(by=house.back)
    seen = {
        name: set(Incident.objects.visible_to(fresh(getattr(house, name))))
        for name in ("trader", "back", "other", "risk", "chief", "auditor")
    }
    everything = {own, other}
    assert seen == {
        "trader": {own}, "back": {other}, "other": set(), "risk": everything, "chief": everything,
        "auditor": everything,
    }  # fmt: skip


def test_a_deal_that_was_changed_is_offered_once(house, deals, report):
    deal, _verdict = deals.capture(100_00)
    deals.release(deal)
    with acting(fresh(house.trader)):
        take_up(deal, deals.claim(200_00), by=house.trader)
    offered = AnalysisForm(incident=report(), person=house.risk).fields["deal"].queryset
    assert [(exposure.subject, exposure.amount) for exposure in offered] == [(deal, 200_00)]


def test_the_reporter_does_not_analyse(house, report):
    with pytest.raises(Denied):
        analyse_incident(report(), by=fresh(house.trader), **ANALYSIS)


@pytest.mark.parametrize(
    ("estimate", "gross", "told"), [(99_99, 0, 0), (100_00, 0, 1), (None, 100_00, 1), (100_00, 500_00, 1)]
)
def test_a_material_loss_is_told_once(house, report, estimate, gross, told):
    set_material_loss(by=fresh(house.chief), company=house.company, amount=100_00, reason="Beschluss")
    incident = report(estimate=estimate)
    analyse_incident(incident, by=fresh(house.risk), **ANALYSIS, gross=gross)
    notices = Notice.objects.filter(kind="risk.material_loss")
    assert [notice.person for notice in notices] == [house.chief] * told


@pytest.mark.parametrize(
    "change",
    [
        {"what": "nichts"}, {"reported_by_id": 1}, {"state": "closed"}, {"estimate": 1}, {"number": "V-1"},
        {"gross": 5}, {"event_type": "it"},
    ],
    ids=str,
)  # fmt: skip
def test_the_database_keeps_the_report(house, report, change):
    incident = report()
    with pytest.raises(IntegrityError), acting(house.trader):
        Incident.objects.filter(pk=incident.pk).update(**change)


def test_nobody_reports_in_another_name(house):
    with pytest.raises(IntegrityError), acting(house.back):
        Incident.objects.create(
            company=house.company, number="V-1", what="x", happened_on=date(2026, 1, 1), reported_by=house.trader
        )


def test_the_pages_of_an_incident(house, client_of):
    """Reported by a trader, analysed and closed by risk control."""
    trader, risk = client_of(house.trader), client_of(house.risk)
    key = "00000000-0000-0000-0000-00000000000{}".format
    form = {"what": "Tür offen", "happened_on": "02.03.2026", "near_miss": "on", "command_id": key(1)}
    answer = trader.post(reverse("risk:incident_new"), form)
    page = answer.headers["Location"]
    assert [client.get(page).status_code for client in (trader, risk, client_of(house.other))] == [200, 200, 404]
    analysis = {**ANALYSIS, "found_on": "03.03.2026", "gross": "0", "recoveries": "0", "near_miss": "on"}
    assert trader.post(f"{page}analysis/", {**analysis, "command_id": key(2)}).status_code == 403
    assert risk.get(f"{page}analysis/").status_code == 200
    assert risk.post(f"{page}analysis/", {**analysis, "command_id": key(3)}).status_code == 302
    assert risk.post(f"{page}closing/", {"command_id": key(4)}).status_code == 302
    assert Incident.objects.get().state == "closed"
    assert [risk.get(reverse(f"risk:{name}")).status_code for name in ("incidents", "material_losses")] == [200, 200]
