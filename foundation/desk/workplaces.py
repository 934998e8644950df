"""Workplaces: where people work, at which hours, and on which days not. Rooms below know no permissions; it is asked here."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.calendars.actions import keep_next_year, open_workplace
from foundation.calendars.models import BusinessHours, Holiday, Workplace
from foundation.lib.dates import format_date
from foundation.lib.errors import BusinessError, Conflict
from foundation.organisation.models import Company
from foundation.records.actor import acting
from foundation.records.audit import happened

FILL, EDIT = "calendars.holidays", "calendars.workplace:edit"


def workplaces_of(person):
    """Those of the companies that he reaches, and those where nobody works yet."""
    reached = Company.objects.visible_to(person)
    of_nobody = Q(companies=None, units=None)
    return Workplace.objects.filter(Q(companies__in=reached) | Q(units__company__in=reached) | of_nobody).distinct()


def add_workplace(*, by, name, land):
    check(by, EDIT)
    with acting(by):
        if Workplace.objects.filter(name=name).exists():
            raise BusinessError("workplace.known", _("There is already a workplace of that name."), "name")
        made = open_workplace(name=name, land=land, on=timezone.localdate())
        happened("calendars.workplace.opened", subject=made)
        return made


def set_hours(workplace, *, by, spans):
    """`spans` are (weekday, from, until) of the whole week. What is due already stays due when it was."""
    with _changing(workplace, by, "hours"):
        workplace.hours.all().delete()
        BusinessHours.objects.bulk_create(
            BusinessHours(workplace=workplace, weekday=weekday, opens=opens, closes=closes)
            for weekday, opens, closes in spans
        )


def give_day_off(workplace, *, by, day, name, since=None):
    """BusinessError `holiday.known`."""
    with _changing(workplace, by, "given", day=format_date(day), name=name):
        try:
            with transaction.atomic():
                return Holiday.objects.create(workplace=workplace, day=day, name=name, since=since)
        except IntegrityError as error:
            if "unique" not in str(error).lower():
                raise
            raise BusinessError("holiday.known", _("That day is off already."), "day") from error


def take_day_off_away(holiday, *, by):
    """Also a public holiday, where the law has changed or the place works on it. It does not come back by itself."""
    facts = {"day": format_date(holiday.day), "name": holiday.name}
    with _changing(holiday.workplace, by, "taken", **facts):
        if not Holiday.objects.filter(pk=holiday.pk).delete()[0]:
            raise Conflict("holiday.gone", _("This day is not off any more."))


def fill(job, progress):
    """Each month, so that a month in which the portal stood still is made good."""
    return {"workplaces": keep_next_year(timezone.localdate())}


@contextmanager
def _changing(workplace, by, verb, **facts):
    """A change of the days or hours of a workplace: whoever has read them before reads them anew."""
    check(by, EDIT, workplace)
    with acting(by):
        Workplace.objects.select_for_update().get(pk=workplace.pk)
        yield
        Workplace.objects.filter(pk=workplace.pk).update(changed_at=timezone.now())
        happened(f"calendars.workplace.{verb}", subject=workplace, **facts)
