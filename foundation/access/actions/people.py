from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError
from foundation.organisation.models import Person
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..gate import check
from ..models import User


def add_person(
    *, by, company, first_name, last_name, email, joined_on, unit=None, phone="", job_title="", password=None
):
    """A person with a login. Without a password the person chooses one by the e-mail for a forgotten password."""
    with acting(by):
        check(by, "organisation.person:add")
        return create_person_with_login(
            company=company, first_name=first_name, last_name=last_name, email=email, joined_on=joined_on, unit=unit,
            phone=phone, job_title=job_title, password=password,
        )  # fmt: skip


def create_person_with_login(*, password=None, **fields):
    """Inside `acting`. A person and one login with the same e-mail address."""
    email = fields.pop("email").strip().lower()
    if Person.objects.filter(email=email).exists() or User.objects.filter(email=email).exists():
        raise BusinessError(
            "organisation.email_taken", _("This e-mail address belongs to somebody already."), field="email"
        )
    person = Person.objects.create(email=email, **fields)
    user = User.objects.create_user(email, password, person=person)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    happened("organisation.person.joined", subject=person)
    return person


def end_employment(person, *, by, on):
    """R16: the last working day. Sessions end at once if it has passed, else at midnight by themselves."""
    with acting(by):
        check(by, "organisation.person:add", person)
        Person.objects.filter(pk=person.pk).update(left_on=on)
        happened("organisation.person.left", subject=person, on=on)


def end_sessions(user, *, keep=""):
    keys = list(UserSession.objects.filter(user=user).exclude(session_key=keep).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
