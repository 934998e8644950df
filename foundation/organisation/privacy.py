"""What is kept on a person, and what of it goes at once."""

from django.utils.translation import gettext as _

from foundation.records import personal

from .models import Person


def register():
    personal.subject(Person, objection=_employed)
    at_once = {"email": pseudonym, "phone": "", "job_title": ""}
    personal.declare(Person, of=Person, by="pk", erase=at_once)
    name = {"first_name": "Person", "last_name": lambda person: str(person.pk)}
    personal.declare(Person, of=Person, by="pk", erase=name, is_name=True, rule="employment", since="left_on")


def pseudonym(person):
    """An address that no mail reaches."""
    return f"person-{person.pk}@erased.invalid"


def _employed(person, on):
    if person.is_employed(on):
        return _("{person} is still employed. First end the employment.").format(person=person)
    return ""
