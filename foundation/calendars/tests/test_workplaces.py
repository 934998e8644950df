from datetime import date, time

import pytest
from django.db import IntegrityError
from django.utils import timezone

from foundation.calendars.actions import keep_next_year, open_workplace
from foundation.calendars.days import is_working_day
from foundation.calendars.models import BusinessHours, Holiday, Workplace
from foundation.calendars.queries import calendar_of
from foundation.organisation.choices import Side
from foundation.organisation.models import Company, Unit
from foundation.records.actor import acting

TODAY = date(2026, 11, 23)


@pytest.fixture
def kiel(db):
    with acting("system:test"):
        return open_workplace(name="Kiel", land="SH", on=TODAY)


def days_of(workplace, year):
    return [f"{day:%d.%m.}" for day in workplace.holidays.filter(day__year=year).values_list("day", flat=True)]


def test_a_new_workplace_has_the_usual_hours_and_the_holidays_of_two_years(kiel):
    assert [str(hours) for hours in kiel.hours.all()] == [
        f"{day} 08:00-17:00" for day in ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag")
    ]
    assert days_of(kiel, 2026) == [
        "01.01.", "03.04.", "06.04.", "01.05.", "14.05.", "25.05.", "03.10.", "31.10.", "25.12.", "26.12.",
    ]  # fmt: skip
    assert len(days_of(kiel, 2027)) == 10
    assert kiel.holidays.get(day=date(2026, 4, 3)).name == "Karfreitag"


def test_the_next_year_is_kept_once_and_only_where_it_lacks(kiel):
    with acting("system:test"):
        Holiday.objects.create(workplace=kiel, day=date(2028, 1, 1), name="Neujahr und Inventur")
        kiel.holidays.get(day=date(2027, 10, 31)).delete()
    assert [keep_next_year(TODAY), keep_next_year(date(2027, 1, 1)), keep_next_year(date(2027, 2, 1))] == [0, 1, 0]
    assert days_of(kiel, 2028)[:2] == ["01.01.", "14.04."]
    assert kiel.holidays.get(day=date(2028, 1, 1)).name == "Neujahr und Inventur"
    assert "31.10." not in days_of(kiel, 2027)  # what was taken away does not come back


def test_rows_count_before_the_law(kiel):
    reformation, before = date(2027, 10, 31), date(2025, 10, 31)
    company = Company(name="K", land="SH", workplace=kiel)
    assert not is_working_day(date(2028, 10, 31), company.calendar)  # not kept: by the law
    with acting("system:test"):
        kiel.holidays.get(day=reformation).delete()
        Holiday.objects.create(workplace=kiel, day=date(2026, 12, 28), name="Betriebsruhe")
        kiel.hours.filter(weekday=4).delete()
        Workplace.objects.filter(pk=kiel.pk).update(changed_at=timezone.now())
    calendar = calendar_of(Workplace.objects.get(pk=kiel.pk))
    assert [calendar.day_off(day) is None for day in (reformation, before)] == [True, False]
    assert not is_working_day(date(2026, 12, 28), calendar)
    assert not is_working_day(date(2026, 11, 27), calendar)  # nobody is there on Fridays


def test_a_unit_may_work_elsewhere(cast, kiel):
    with acting("system:test"):
        munich = open_workplace(name="München", land="BY", on=TODAY)
        Company.objects.filter(pk=cast.company.pk).update(workplace=kiel)
        unit = Unit.objects.create(company=cast.company, name="Vertrieb Süd", side=Side.FRONT, workplace=munich)
    cast.front.unit = unit
    cast.back.refresh_from_db()
    assert [person.calendar.land for person in (cast.front, cast.back)] == ["BY", "SH"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda place: BusinessHours.objects.create(workplace=place, weekday=0, opens=time(17), closes=time(8)),
        lambda place: BusinessHours.objects.create(workplace=place, weekday=0, opens=time(8), closes=time(9)),
        lambda place: BusinessHours.objects.create(workplace=place, weekday=7, opens=time(8), closes=time(9)),
        lambda place: Holiday.objects.create(workplace=place, day=date(2026, 12, 25), name="Noch einmal"),
        lambda place: Workplace.objects.filter(pk=place.pk).update(last_year=2020),
    ],
)
def test_the_rows_refuse_what_cannot_be(kiel, wrong):
    with pytest.raises(IntegrityError), acting("system:test"):
        wrong(kiel)
