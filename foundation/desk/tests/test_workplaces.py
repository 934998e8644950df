from datetime import date, time
from uuid import uuid4

import pytest

from conftest import fresh
from foundation.access.decisions import Denied
from foundation.calendars.actions import open_workplace
from foundation.calendars.models import Workplace
from foundation.calendars.queries import calendar_of
from foundation.desk.workplace_forms import read_spans
from foundation.desk.workplaces import give_day_off, set_hours, take_day_off_away
from foundation.lib.errors import BusinessError
from foundation.organisation.models import Company
from foundation.records.actor import acting

EVE = date(2026, 12, 24)


@pytest.fixture
def kiel(cast):
    with acting("system:test"):
        place = open_workplace(name="Kiel", land="SH", on=date(2026, 1, 1))
        Company.objects.filter(pk=cast.company.pk).update(workplace=place)
        return place


def now(place):
    return calendar_of(Workplace.objects.get(pk=place.pk))


def test_the_head_gives_half_a_day_and_takes_it_away(cast, kiel):
    holiday = give_day_off(kiel, by=fresh(cast.manager), day=EVE, name="Heiligabend", since=time(12))
    assert now(kiel).day_off(EVE).since == time(12)
    with pytest.raises(BusinessError, match="schon frei"):
        give_day_off(kiel, by=fresh(cast.manager), day=EVE, name="Noch einmal")
    take_day_off_away(holiday, by=fresh(cast.sysadmin))
    assert now(kiel).day_off(EVE) is None


def test_hours_are_those_of_the_week_that_was_set(cast, kiel):
    set_hours(
        kiel, by=fresh(cast.manager), spans=[(0, time(9), time(12)), (0, time(13), time(15)), (5, time(10), time(14))]
    )
    assert [len(now(kiel).spans(date(2026, 11, day))) for day in (23, 24, 28)] == [2, 0, 1]


@pytest.mark.parametrize("who", ["front", "back", "admin", "auditor"])
def test_nobody_else_moves_the_days(cast, kiel, who):
    with pytest.raises(Denied):
        give_day_off(kiel, by=fresh(getattr(cast, who)), day=EVE, name="Frei")
    assert now(kiel).day_off(EVE) is None


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("8-17", [(time(8), time(17))]),
        ("13:00-17:30, 8:00 – 12:00", [(time(8), time(12)), (time(13), time(17, 30))]),
        ("22:00-24:00", [(time(22), time(0))]),
    ],
)
def test_hours_are_read_as_people_write_them(text, spans):
    assert read_spans(text) == spans


@pytest.mark.parametrize("text", ["8", "17-8", "8-12, 11-13", "8:75-9", "20-24, 23-24", "früh-spät"])
def test_what_cannot_be_hours_is_refused(text):
    with pytest.raises(BusinessError):
        read_spans(text)


def test_the_pages(cast, kiel, client_of):
    browser = client_of(cast.manager)
    page = browser.get(f"/desk/workplaces/{kiel.pk}/?year=2026").content.decode()
    assert ["Karfreitag" in page, "08:00–17:00" in page] == [True, True]
    week = {f"day{day}": "8-12" for day in range(3)}
    answer = browser.post(f"/desk/workplaces/{kiel.pk}/hours/", {"command_id": uuid4(), **week})
    assert (answer.status_code, kiel.hours.count()) == (302, 3)
    answer = browser.post(f"/desk/workplaces/{kiel.pk}/hours/", {"command_id": uuid4()})
    assert (answer.status_code, kiel.hours.count()) == (422, 3)
