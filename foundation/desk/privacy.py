from foundation.organisation.models import Person
from foundation.records import personal

from .models import CalendarFeed


def register():
    personal.declare(CalendarFeed, of=Person, by="person", erase=personal.deleted)
