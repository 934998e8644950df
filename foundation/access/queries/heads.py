"""Who leads whom: the head of a unit, and of all units below it."""

from django.utils import timezone

from foundation.organisation.models import Unit
from foundation.organisation.queries import units_below


def units_led_by(person):
    """Read once per loaded person."""
    if "_led" not in person.__dict__:
        own = list(Unit.objects.filter(head=person).values_list("pk", flat=True))
        person._led = units_below(*own) if own else set()
    return person._led


def leads(person, other):
    return other.pk != person.pk and other.unit_id in units_led_by(person)


def manager_of(person, unit=None, on=None):
    """The head of the unit, or of the one above where that is the person himself or has left; None where nobody leads."""
    unit, today = unit or person.unit, on or timezone.localdate()
    while unit is not None:
        if unit.head_id and unit.head_id != person.pk and unit.head.is_employed(today):
            return unit.head
        unit = unit.parent
    return None
