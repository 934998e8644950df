"""What is kept on a person is handed out on request, and erased as far as no law keeps it."""

import json
import zipfile
from datetime import date
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from conftest import fresh
from foundation.access.approvals import vote
from foundation.access.models import Approval, User
from foundation.contacts.choices import PartnerKind
from foundation.contacts.models import Partner, PartnerContact
from foundation.desk.addresses import change_data
from foundation.documents.actions import store
from foundation.lib.errors import BusinessError
from foundation.lib.tests.conftest import english
from foundation.notices.actions import notify
from foundation.notices.models import Notice
from foundation.organisation.models import Person
from foundation.privacy.actions import erase_person
from foundation.privacy.queries import find
from foundation.records import guards, seals
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.models import AuditEvent, AuditPayload

__all__ = ["english"]
EMAIL = "other@nordlicht.example"
TODAY = date(2026, 6, 1)


@pytest.fixture
def leaver(cast):
    """Olaf has a telephone, a session and a notice, and left in 2021."""
    with acting("system:test"):
        notify(cast.other, "Welcome", "/")
        Person.objects.filter(pk=cast.other.pk).update(phone="0451 77", left_on=date(2021, 6, 30))
        cast.other.rolegrants.update(valid_to=date(2021, 6, 30))
    seals.seal()
    return Person.objects.get(pk=cast.other.pk)


def told(plan):
    return [str(line) for line in [*plan.to_erase, *plan.kept]]


def traces(*words):
    """Payloads of the audit trail in which one of these words stands."""
    return [
        payload.pk
        for payload in AuditPayload.objects.all()
        if any(word in payload.before + payload.after for word in words)
    ]


def test_without_commit_it_is_only_said(leaver, capsys):
    call_command("person_erase", EMAIL)
    said = capsys.readouterr().out
    assert "person: 1 (email, phone, job_title)" in said
    assert "granted role.person: 2, until 31.12.2031, § 147 Abs. 1 Nr. 1 AO" in said
    assert "Nothing was changed." in said
    assert find(EMAIL) == leaver


def test_the_way_to_reach_goes_at_once_and_the_name_when_the_last_rule_lets_it(cast, leaver):
    erase_person(leaver, approved_by=cast.admin, on=TODAY)
    after = Person.objects.get(pk=leaver.pk)
    assert (str(after), after.email, after.phone) == ("Olaf Other", f"person-{leaver.pk}@erased.invalid", "")
    user = User.objects.get(person=leaver)
    assert (user.email, user.is_active, user.has_usable_password()) == (after.email, False, False)
    assert not Notice.objects.filter(person=leaver).exists()
    assert not EmailAddress.objects.filter(user=user).exists()
    assert traces(EMAIL, "0451 77") == []
    assert list(seals.verify()) == []
    assert told(erase_person(after, approved_by=cast.admin, on=TODAY))[0].startswith("granted role.person"), (
        "the rest waits"
    )
    erase_person(after, approved_by=cast.admin, on=date(2040, 1, 1))
    assert str(Person.objects.get(pk=leaver.pk)) == f"Person {leaver.pk}"
    assert traces("Olaf") == []
    seals.seal()
    assert list(seals.verify()) == []
    assert erase_person(after, approved_by=cast.admin, on=date(2040, 1, 1)).to_erase == []


def test_the_titles_of_decisions_about_the_person_go(cast, leaver):
    """One was decided, one still waits, and one is about somebody else."""
    for person, email in ((cast.other, "o.x@example.com"), (cast.other, EMAIL), (cast.front, "f.x@example.com")):
        change_data(Person.objects.get(pk=person.pk), by=cast.admin, email=email)
        if email.startswith("o"):
            vote(Approval.objects.latest("pk"), by=fresh(cast.admin2), vote="yes")
    with pytest.raises(IntegrityError, match="access.decided"), transaction.atomic(), acting("system:attack"):
        Approval.objects.update(title="")
    erase_person(fresh(leaver), approved_by=cast.admin, on=TODAY)
    titles = Approval.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["", "", "Frieda Front: front@nordlicht.example → f.x@example.com"]
    assert traces(EMAIL, "o.x@example.com") == []


def test_it_says_by_whose_word(cast, leaver):
    erase_person(leaver, approved_by=cast.admin, on=TODAY)
    event = AuditEvent.objects.get(verb="privacy.person.erased")
    facts = json.loads(event.payload.after)
    assert (event.actor, event.key, facts["approved_by"]) == ("system:person_erase", str(leaver.pk), cast.admin.pk)


@pytest.mark.parametrize(
    ("who", "approver", "sentence"),
    [
        ("back", "admin", "Bert Buch is still employed. First end the employment."),
        ("other", "back", "Bert Buch may not approve this: only an administrator of access may."),
        ("other", "other", "Nobody approves the erasure of himself."),
    ],
)
def test_who_may_not(cast, leaver, who, approver, sentence):
    before = AuditPayload.objects.count()
    with pytest.raises(BusinessError, match=sentence):
        erase_person(getattr(cast, who), approved_by=getattr(cast, approver), on=TODAY)
    assert AuditPayload.objects.count() == before


def test_commit_wants_a_second_person(leaver):
    with pytest.raises(CommandError, match="Name in --approved-by"):
        call_command("person_erase", EMAIL, "--commit")
    assert find(EMAIL) == leaver


def test_somebody_unknown_is_told(db):
    with pytest.raises(CommandError, match="Nobody is known as “nobody@example.com”."):
        call_command("person_erase", "nobody@example.com")


@pytest.mark.parametrize("actor", ["system:attack", "system:person_erase"])
def test_a_payload_that_was_taken_out_of_turn_is_noticed(cast, actor):
    seals.seal()
    payload = AuditPayload.objects.order_by("pk").first()
    try:
        with acting(actor), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM records_auditpayload WHERE event_id = %s", [payload.pk])
    except IntegrityError as refused:
        assert (actor, guards.explain(refused).code) == ("system:attack", "audit.append_only")
    else:
        assert [broken.event for broken in seals.verify()] == [payload.pk]


def test_what_is_kept_is_handed_out_with_its_files(cast, tmp_path):
    upload = SimpleUploadedFile("lebenslauf.txt", b"Hallo")
    document = store(upload, by=cast.other, company=cast.company, subject=cast.back, retention="letter")
    call_command("person_export", "back@nordlicht.example", "--out", str(tmp_path / "file.zip"))
    with zipfile.ZipFile(tmp_path / "file.zip") as archive:
        names = set(archive.namelist())
        file = archive.read(f"files/{document.pk}-lebenslauf.txt")
        data = json.loads(archive.read("data.json"))
        page = archive.read("index.html").decode()
    assert (names, file) == ({"data.json", "index.html", f"files/{document.pk}-lebenslauf.txt"}, b"Hallo")
    assert data["kept"]["organisation.Person"][0]["email"] == "back@nordlicht.example"
    assert "password" not in data["kept"]["access.User"][0]
    assert len(data["named_in"]["access.RoleGrant.person"]) == 2
    assert "Bert Buch" in page
    assert AuditEvent.objects.filter(verb="privacy.person.exported", key=str(cast.back.pk)).count() == 1


def test_a_contact_of_a_partner_is_a_person_as_well(cast):
    with acting("system:test"):
        partner = Partner.objects.create(
            company=cast.company, number="70001", kind=PartnerKind.SUPPLIER, name="Hafen AG"
        )
        contact = PartnerContact.objects.create(partner=partner, name="Wanda Wolf", email="wanda@hafen.example")
        happened("contacts.contact.added", subject=partner, name=contact.name)
    call_command(
        "person_erase", "wanda@hafen.example", "--commit", "--approved-by", "admin@nordlicht.example", stdout=StringIO()
    )
    assert find(f"contacts.partnercontact:{contact.pk}").name == f"Person {contact.pk}"
    assert traces("Wanda", "wanda@") == []
    assert list(seals.verify()) == []
