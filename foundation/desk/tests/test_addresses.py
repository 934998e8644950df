"""A new address to sign in with needs a second administrator, for whoever reads its mail can set the password."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import DatabaseError, connection, transaction

from conftest import PASSWORD, fresh
from foundation.access.approvals import vote
from foundation.access.gate import Denied
from foundation.access.models import AddressChange, Approval, User
from foundation.desk.addresses import TELL, change_data, tell
from foundation.jobs.models import Job
from foundation.lib.errors import BusinessError, Conflict
from foundation.notices.models import Notice
from foundation.organisation.models import Person
from foundation.records.actor import acting
from foundation.records.models import AuditEvent

from .test_approvals import decide
from .test_helping import sign_in
from .test_people import send

OLD, NEW, THIRD = "other@nordlicht.example", "olaf.neumann@nordlicht.example", "o@nordlicht.example"


def ask(cast, *, person="other", by="admin", email=NEW):
    return change_data(fresh(getattr(cast, person)), by=fresh(getattr(cast, by)), email=email, last_name="Neumann")


def approve(cast, by="admin2"):
    return vote(Approval.objects.get(state="pending"), by=fresh(getattr(cast, by)), vote="yes")


def addresses(person):
    """Of the person, the login, and where a forgotten password is sent."""
    login = User.objects.get(person=person)
    return fresh(person).email, login.email, EmailAddress.objects.get(user=login).email


def test_the_address_waits_for_the_second_administrator(cast, client, secure_client_of):
    browser, page = sign_in(PASSWORD), f"/desk/people/{cast.other.pk}/"
    asking, approving = secure_client_of(cast.admin), secure_client_of(cast.admin2)
    sent = {"first_name": "Olaf", "last_name": "Neumann", "email": NEW}
    assert send(asking, f"{page}edit/", **sent).status_code == 302
    assert (str(fresh(cast.other)), addresses(cast.other)) == ("Olaf Neumann", (OLD, OLD, OLD))
    assert NEW in asking.get(page).content.decode().replace("<wbr>", "")
    assert send(asking, f"{page}edit/", **sent).status_code == 409
    assert browser.get("/").status_code == 200
    assert decide(approving, Approval.objects.get(), vote="yes").status_code == 302
    assert addresses(cast.other) == (NEW, NEW, NEW)
    assert browser.get("/").url.startswith("/accounts/login/")
    assert client.post("/accounts/login/", {"login": NEW, "password": PASSWORD}).status_code == 302


def test_the_old_address_hears_of_the_wish_and_both_of_the_change(cast):
    ask(cast)
    notice = Notice.objects.get(person=cast.other)
    assert NEW in notice.title
    assert Job.objects.filter(kind="notices.mail", args={"notice": notice.pk}).exists()
    approve(cast)
    for job in Job.objects.filter(kind=TELL).order_by("pk"):
        tell(job, progress=None)
    assert [message.to for message in mail.outbox] == [[OLD], [NEW]]
    assert all(OLD in message.body and NEW in message.body for message in mail.outbox)
    event = AuditEvent.objects.get(verb="access.address.changed")
    assert (event.person_id, event.key) == (cast.admin2.pk, str(cast.other.pk))


@pytest.mark.parametrize(
    ("person", "asks", "approves"),
    [
        ("admin", "admin", "admin2"),
        ("other", "admin", "admin"),
        ("admin2", "admin", "admin2"),
        ("other", "sysadmin", "admin"),
        ("other", "admin", "sysadmin"),
    ],
)
def test_nobody_does_both_and_nobody_for_himself(cast, person, asks, approves):
    before = addresses(getattr(cast, person))
    with pytest.raises(Denied):
        ask(cast, person=person, by=asks)
        approve(cast, by=approves)
    assert addresses(getattr(cast, person)) == before


def test_a_second_vote_by_the_same_person_is_refused(cast):
    ask(cast)
    approval = approve(cast)
    with pytest.raises(Conflict):
        vote(approval, by=fresh(cast.admin2), vote="yes")


def test_a_rejected_address_changes_nothing_and_may_be_asked_for_again(cast):
    ask(cast)
    vote(Approval.objects.get(), by=fresh(cast.admin2), vote="no", reason="not he")
    assert (addresses(cast.other), AddressChange.objects.get().state) == ((OLD, OLD, OLD), "refused")
    assert ask(cast)


def test_what_somebody_else_took_meanwhile_is_not_given(cast):
    ask(cast, person="front", email=NEW)
    approve(cast)
    ask(cast, email=THIRD)
    with acting("system:test"):
        Person.objects.create(
            company=cast.company, first_name="O", last_name="O", email=THIRD, joined_on=cast.other.joined_on
        )
    with pytest.raises(BusinessError) as refused:
        approve(cast)
    assert (refused.value.code, addresses(cast.other)) == ("organisation.email_taken", (OLD, OLD, OLD))


TAMPERING = {
    "person": lambda cast: Person.objects.filter(pk=cast.other.pk).update(email=THIRD),
    "login": lambda cast: User.objects.filter(person=cast.other).update(email=THIRD),
    "mail": lambda cast: EmailAddress.objects.filter(user__person=cast.other).update(email=THIRD),
    "another mail": lambda cast: EmailAddress.objects.create(user=cast.other.users.get(), email=THIRD, verified=True),
    "bulk": lambda cast: Person.objects.bulk_update([Person(pk=cast.other.pk, email=THIRD)], ["email"]),
    "raw": lambda cast: raw("UPDATE access_user SET email = %s WHERE email = %s", THIRD, OLD),
    "login of another": lambda cast: User.objects.filter(person=cast.front).update(person=cast.other),
    "granted by hand": lambda cast: AddressChange.objects.update(state="granted"),
    "other address": lambda cast: AddressChange.objects.update(new_email=THIRD),
    "other asker": lambda cast: AddressChange.objects.update(requested_by=cast.admin2),
    "gone": lambda cast: AddressChange.objects.all().delete(),
    "begun as granted": lambda cast: AddressChange.objects.create(
        person=cast.front, old_email=cast.front.email, new_email=THIRD, requested_by=cast.admin, state="granted"
    ),
}


def raw(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("how", TAMPERING)
def test_the_database_refuses_an_address_by_the_back_door(cast, how):
    ask(cast)
    with pytest.raises(DatabaseError, match="access.address"), acting("system:attack"), transaction.atomic():
        TAMPERING[how](cast)
    assert addresses(cast.other) == (OLD, OLD, OLD)


def test_a_granted_change_serves_once(cast):
    for email in (NEW, OLD):
        ask(cast, email=email)
        approve(cast)
    with pytest.raises(DatabaseError, match="access.address"), acting("system:attack"), transaction.atomic():
        User.objects.filter(person=cast.other).update(email=NEW)
