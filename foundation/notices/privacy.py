"""What the portal told somebody, and how he wished to hear of it, ends with him."""

from foundation.organisation.models import Person
from foundation.records import personal

from .models import DigestHour, Notice, NoticeChoice


def register():
    for model in (Notice, NoticeChoice, DigestHour):
        personal.declare(model, of=Person, by="person", erase=personal.deleted)
