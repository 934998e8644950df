"""Key figures are read once a day; the daily report is made on business days, kept, signed and read."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from conftest import fresh
from foundation.access.actions.roles import grant_founding
from foundation.access.gate import Denied
from foundation.access.models import Role
from foundation.desk import worklist
from foundation.lib.errors import BusinessError
from foundation.notices.models import Notice
from foundation.records.actor import acting
from foundation.reports import storage
from risk import keyfigures
from risk.actions.daily import confirm_reading, sign_daily_report
from risk.actions.incidents import report_incident
from risk.actions.keyfigures import set_threshold, take_readings
from risk.calc.keyfigures import light, share
from risk.models import DailyReport, Reading
from risk.mornings import before, make_daily_report
from risk.queries.keyfigures import standings

DAY = date(2026, 3, 2)


@pytest.fixture
def figures(house, monkeypatch):
    """A single figure, which is what the test says."""
    monkeypatch.setattr(keyfigures, "_figures", {})
    state = {"value": 0}
    keyfigures.register(
        keyfigures.KeyFigure("open", "Open things", lambda company, on: state["value"], Decimal(2), Decimal(5))
    )
    return state


@pytest.fixture
def board(house):
    with acting("system:test"):
        grant_founding(
            person=house.manager, role=Role.objects.get(pk="board.back"), approved_by=house.admin,
            valid_from=date(2020, 1, 1), reason="cast",
        )  # fmt: skip
    return house.manager


@pytest.mark.parametrize(
    ("value", "colour"), [(0, "green"), (1, "green"), (2, "amber"), (4, "amber"), (5, "red"), (9, "red")]
)
def test_the_light_of_a_value(value, colour):
    assert light(Decimal(value), Decimal(2), Decimal(5)) == colour


@pytest.mark.parametrize(("part", "whole", "percent"), [(0, 0, "0"), (1, 3, "33.33"), (3, 3, "100.00")])
def test_a_share(part, whole, percent):
    assert share(part, whole) == Decimal(percent)


def test_a_figure_is_read_once_a_day_and_stays(house, figures):
    figures["value"] = 3
    assert [take_readings(house.company, DAY), take_readings(house.company, DAY)] == [1, 0]
    figures["value"] = 7
    take_readings(house.company, DAY + timedelta(days=1))
    standing = standings(house.company)[0]
    assert [(each.on, each.value, each.light) for each in standing.readings] == [
        (DAY, Decimal(3), "amber"), (DAY + timedelta(days=1), Decimal(7), "red"),
    ]  # fmt: skip
    with pytest.raises(IntegrityError), acting("system:test"):
        Reading.objects.update(value=0)


def test_risk_control_sets_other_thresholds(house, figures):
    facts = {"company": house.company, "code": "open", "reason": "Beschluss"}
    with pytest.raises(Denied):
        set_threshold(by=fresh(house.trader), amber=Decimal(8), red=Decimal(9), **facts)
    with pytest.raises(BusinessError) as error:
        set_threshold(by=fresh(house.risk), amber=Decimal(9), red=Decimal(8), **facts)
    assert error.value.code == "risk.threshold_order"
    set_threshold(by=fresh(house.risk), amber=Decimal(8), red=Decimal(9), **facts)
    figures["value"] = 7
    take_readings(house.company, DAY)
    assert Reading.objects.get().light == "green"


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 3, 3), date(2026, 3, 2)),  # Tuesday: Monday
        (date(2026, 3, 2), date(2026, 2, 27)),  # Monday: Friday
        (date(2026, 4, 7), date(2026, 4, 2)),  # after Easter: Maundy Thursday
    ],
)
def test_the_business_day_before(today, day):
    assert before(today, "SH") == day


def test_the_daily_report_is_kept_signed_and_read(house, figures, board):
    """Once for a day, in both languages, with the incident of that day; told to who signs and who reads."""
    figures["value"] = 6
    today = timezone.localdate()
    incident = report_incident(by=fresh(house.trader), company=house.company, what="Tür offen", happened_on=today)
    report = make_daily_report(house.company, today)
    assert make_daily_report(house.company, today) is None
    texts = {code: pdf_text(file["name"]) for code, file in report.files.items()}
    assert set(texts) == {"de", "en"}
    for text in texts.values():
        assert [word for word in (incident.number, "Tür offen", "Open things") if word not in text] == []
    assert sorted(notice.person.pk for notice in Notice.objects.filter(kind="risk.daily_report")) == sorted(
        [house.chief.pk, board.pk]
    )
    assert [str(item.url) for item in worklist.of(fresh(board)) if "daily-reports" in item.url] == [
        report.get_absolute_url()
    ]
    with pytest.raises(Denied):
        sign_daily_report(report, by=fresh(house.risk))
    sign_daily_report(report, by=fresh(house.chief), remark="Besprochen")
    with pytest.raises(BusinessError):
        sign_daily_report(report, by=fresh(house.chief))
    confirm_reading(report, by=fresh(board))
    with pytest.raises(BusinessError):
        confirm_reading(report, by=fresh(board))
    assert [item for item in worklist.of(fresh(board)) if "daily-reports" in item.url] == []
    for change in ({"content": {}}, {"day": DAY}, {"files": {}}, {"signed_by": None, "signed_at": None}):
        with pytest.raises(IntegrityError), acting(house.chief):
            DailyReport.objects.filter(pk=report.pk).update(**change)


def test_the_pages_of_the_report(house, figures, client_of):
    report, chief = make_daily_report(house.company, DAY), client_of(house.chief)
    addresses = [
        reverse("risk:daily_reports"), report.get_absolute_url(), f"{report.get_absolute_url()}de.pdf",
        reverse("risk:key_figures"), reverse("risk:key_figure", args=["open"]), reverse("risk:threshold", args=["open"]),
        reverse("risk:dashboard"), reverse("reports:ask", args=["risk.daily"]),
    ]  # fmt: skip
    assert {each: chief.get(each).status_code for each in addresses} == dict.fromkeys(addresses, 200)
    answer = chief.post(
        f"{report.get_absolute_url()}signature/", {"command_id": "00000000-0000-0000-0000-000000000001"}
    )
    assert answer.status_code == 302
    assert client_of(house.trader).get(report.get_absolute_url()).status_code == 403


def pdf_text(name):
    with storage.open_file(name) as file, translation.override("en"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read())).pages)
