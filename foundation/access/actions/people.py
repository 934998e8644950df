from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError, Conflict
from foundation.organisation.choices import Side
from foundation.organisation.models import Person
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..gate import check
from ..models import Appointment, RoleGrant, User
from ..queries.grants import grants_to_end, needed_administrator, requests_open_for, sign_in_asked_for
from ..sessions import end_sessions
from ..sides import side_of
from .deputies import end_deputies_of
from .positions import appoint, withdraw_appointment
from .requests import withdraw_request

TWO_NEEDED = _("Two administrators of access must remain, or nobody could approve a role any more.")


def add_person(
    *,
    by,
    company,
    first_name,
    last_name,
    email,
    joined_on,
    unit=None,
    phone="",
    job_title="",
    password=None,
    position=None,
):
    """A person with a login. With a `position` its line manager is asked for the roles. Without a password the person chooses one by the e-mail for a forgotten password."""
    with acting(by):
        check(by, "organisation.person:add")
        if position:
            unit, job_title = position.unit, job_title or position.name
        person = create_person_with_login(
            company=company, first_name=first_name, last_name=last_name, email=email, joined_on=joined_on, unit=unit,
            phone=phone, job_title=job_title, password=password,
        )  # fmt: skip
        if position:
            appoint(person, by=by, position=position, on=joined_on)
        return person


def create_person_with_login(*, password=None, **fields):
    """Inside `acting`. A person and one login with the same e-mail address."""
    email = free_address(fields.pop("email"))
    person = Person.objects.create(email=email, **fields)
    user = User.objects.create_user(email, password, person=person)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    happened("organisation.person.joined", subject=person)
    return person


def change_person(person, *, by, **facts):
    """Name, unit, way to reach. The address of a sign-in goes another way: `move_sign_in`."""
    with acting(by):
        check(by, "organisation.person:edit", person)
        _may_change_unit(person, facts)
        Person.objects.filter(pk=person.pk).update(**facts)
        happened("organisation.person.changed", subject=person)


def move_sign_in(change):
    """Inside `acting`. The person and the login get the new address, if it is free and the old one still theirs."""
    person, old, new = change.person, change.old_email, free_address(change.new_email, of=change.person)
    if not Person.objects.filter(pk=person.pk, email=old).update(email=new):
        raise Conflict("access.address_moved", _("The address was changed meanwhile."))
    User.objects.filter(person=person, email=old).update(email=new)
    EmailAddress.objects.filter(user__person=person, email=old).update(email=new)
    for user in person.users.all():
        end_sessions(user, why="address")


def end_employment(person, *, by, on, reason, successor=None):
    """R16: the last working day. Roles end with it, and what was requested for the person is withdrawn. `successor`
    takes over the work.

    Sessions end at once if the day has passed, else within a minute after midnight (`closing`).
    """
    with acting(by, reason):
        check(by, "organisation.person:end", person)
        person = Person.objects.select_for_update().get(pk=person.pk)
        _may_end(person, on)
        Person.objects.filter(pk=person.pk).update(left_on=on, successor=successor)
        for grant in grants_to_end(person, on):
            RoleGrant.objects.filter(pk=grant.pk).update(valid_to=on)
            happened("access.grant.ended", subject=grant, on=on)
        end_deputies_of(person, by=by, on=on)
        for appointment in Appointment.objects.open().filter(person=person):
            withdraw_appointment(appointment, by=by)
        for request in [*requests_open_for(person), *sign_in_asked_for(person)]:
            withdraw_request(request, by=by)
        if on < timezone.localdate():
            for user in person.users.all():
                end_sessions(user, why="left")
        told = {"successor": successor.pk, "name": str(successor)} if successor else {}
        happened("organisation.person.left", subject=person, on=on, **told)


def free_address(email, of=None):
    email = email.strip().lower()
    taken = Person.objects.filter(email=email), User.objects.filter(email=email)
    if of:
        taken = taken[0].exclude(pk=of.pk), taken[1].exclude(person=of)
    if any(found.exists() for found in taken):
        raise BusinessError(
            "organisation.email_taken", _("This e-mail address belongs to somebody already."), field="email"
        )
    return email


def _may_end(person, on):
    if person.left_on and person.left_on < timezone.localdate():
        raise Conflict("organisation.left", _("This employment has ended already."))
    if on < person.joined_on:
        raise BusinessError("organisation.left_before", _("This day lies before the first working day."), field="on")
    if needed_administrator(person, on):
        raise BusinessError("access.two_administrators", TWO_NEEDED)


def _may_change_unit(person, facts):
    """R02: away from a desk of the front office leads a move, with its cool-off."""
    if "unit" not in facts or facts["unit"] == person.unit or side_of(person) != Side.FRONT:
        return
    raise BusinessError(
        "access.move_needed",
        _("To another unit leads “Move to another post”, because the roles end with it."),
        field="unit",
    )
