"""The evidence of risk control, as whole rows."""

import pytest
from django.utils import timezone

from conftest import fresh
from foundation.access.decisions import Denied
from foundation.access.gate import check
from foundation.reports import parameters
from risk.actions.incidents import analyse_incident, report_incident
from risk.reports import REPORTS, LimitReport, LossReport

TODAY = timezone.localdate()


def built(report, person, **params):
    person = fresh(person)
    check(person, report.permission)
    params = params or report().defaults(person)
    cleaned = parameters.read(report(), person, params).cleaned_data
    return report().build(person, cleaned, lambda percent, message="": None)


def test_each_limit_with_what_uses_it_and_each_breach(house, deals, set_limit):
    set_limit(100_00)
    set_limit(1000_00, "total")
    deals.capture(90_00)
    deals.capture(20_00)
    today = timezone.localdate()
    lines = [line.cells for line in built(LimitReport, house.auditor).lines]
    assert [line[0] for line in (lines[0], lines[2])] == ["Überschreitungen", "Geltende Limite"]
    assert lines[1][2:] == [100_00, 110_00, -10_00, "110,0", "offen", today, None, ""]
    assert lines[3:] == [
        ["Kontrahent", "Baltic Commodities", 100_00, 90_00, 10_00, "90,0", "ab 80 %", today, None, "Rosa Risiko / Karla Leitung"],
        ["Gesamt", "", 1000_00, 90_00, 910_00, "9,0", "eingehalten", today, None, "Rosa Risiko / Karla Leitung"],
    ]  # fmt: skip


@pytest.fixture
def report(house):
    def report(what="Falscher Betrag überwiesen", **facts):
        return report_incident(by=fresh(house.trader), company=house.company, what=what, happened_on=TODAY, **facts)

    return report


def test_each_loss_with_cause_and_measure_and_their_sum(house, report):
    analyse_incident(
        report(), by=fresh(house.risk), event_type="execution", business_line="payments", found_on=TODAY, booked_on=TODAY,
        gross=500_00, recoveries=200_00, cause="Zwei Nummern.", measure="Abgleich.",
    )  # fmt: skip
    report(what="Rechnung fast doppelt bezahlt", near_miss=True)
    report(what="Kasse stimmt nicht", estimate=80_00)
    data = built(LossReport, house.auditor)
    assert [line.cells for line in data.lines] == [
        [
            f"V-{TODAY.year}-0001", TODAY, TODAY, TODAY, "Falscher Betrag überwiesen", "Ausführung, Lieferung und Prozesse",
            500_00, 200_00, 300_00, "Zwei Nummern. – Abgleich.", "ausgewertet",
        ],
        [
            f"V-{TODAY.year}-0002", TODAY, None, None, "Rechnung fast doppelt bezahlt", "Beinahe-Vorfall",
            0, 0, 0, "", "gemeldet",
        ],
        [f"V-{TODAY.year}-0003", TODAY, None, None, "Kasse stimmt nicht", "", 80_00, 0, 80_00, "", "gemeldet"],
        ["Summe", None, None, None, None, None, 580_00, 200_00, 380_00, None, None],
    ]  # fmt: skip


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("who", ["trader", "front", "back"])
def test_the_front_is_refused(house, report, who):
    with pytest.raises(Denied):
        built(report, getattr(house, who))
