"""What a workplace begins with, and what each year adds to it. Who may change it is asked above, on the desk."""

from django.utils import timezone

from foundation.records.actor import acting
from foundation.records.audit import happened

from .days import law
from .hours import USUAL
from .models import BusinessHours, Holiday, Workplace

FILLING = "system:calendars"


def open_workplace(*, name, land="", zone="Europe/Berlin", on):
    """With the usual hours and the public holidays of this year and the next. Inside `acting`."""
    workplace = Workplace.objects.create(
        name=name, land=land, zone=zone, first_year=on.year, last_year=on.year + 1, changed_at=timezone.now()
    )
    BusinessHours.objects.bulk_create(
        BusinessHours(workplace=workplace, weekday=weekday, opens=opens, closes=closes)
        for weekday, opens, closes in USUAL
    )
    _keep(workplace, workplace.first_year, workplace.last_year)
    return workplace


def keep_next_year(on):
    """The public holidays of the next year, for every workplace that lacks them. Returns how many workplaces."""
    with acting(FILLING):
        behind = list(Workplace.objects.select_for_update().filter(last_year__lte=on.year).order_by("pk"))
        for workplace in behind:
            _keep(workplace, workplace.last_year + 1, on.year + 1)
            Workplace.objects.filter(pk=workplace.pk).update(last_year=on.year + 1, changed_at=timezone.now())
            happened("calendars.workplace.filled", subject=workplace, year=on.year + 1)
        return len(behind)


def _keep(workplace, first, last):
    """Days that somebody entered beforehand stay as they are."""
    taken = set(workplace.holidays.values_list("day", flat=True))
    Holiday.objects.bulk_create(
        Holiday(workplace=workplace, day=day, name=name[:80], by_law=True)
        for year in range(first, last + 1)
        for day, name in sorted(law(workplace.land, year).items())
        if day not in taken
    )
