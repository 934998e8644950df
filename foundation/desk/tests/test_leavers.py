"""What waited for a leaver alone waits for somebody else, by name, once he has left."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conftest import fresh
from foundation.access.actions import recertification
from foundation.access.actions.closing import close_what_ended
from foundation.access.actions.people import add_person, end_employment
from foundation.access.actions.positions import ask_for_roles, define_position
from foundation.access.models import Appointment, Approval, Recertification, RecertificationItem, Role, Takeover
from foundation.access.queries.takeovers import planned
from foundation.desk import leavers, worklist
from foundation.notices.models import Notice
from foundation.organisation.models import Unit
from foundation.records.actor import acting
from foundation.records.models import AuditEvent, OutboxEvent

TODAY = timezone.localdate()
DAY = timedelta(days=1)


def leave(cast, person, successor=None):
    """Yesterday was the last working day; a minute later."""
    end_employment(fresh(person), by=fresh(cast.admin), on=TODAY - DAY, reason="x", successor=successor)
    return close_what_ended(timezone.now())["taken_over"]


def taken():
    return {(one.duty, str(one.subject), one.leaver, one.taker, one.way) for one in Takeover.objects.all()}


@pytest.fixture
def campaign(cast):
    found = recertification.start_recertification(
        by=fresh(cast.admin), side="back", reviewer=cast.manager, stand_in=cast.admin2, due_on=TODAY + DAY
    )
    item = RecertificationItem.objects.filter(grant__person=cast.back).get()
    recertification.decide(item, by=fresh(cast.manager), decision="keep")
    return found


@pytest.fixture
def joiner(cast):
    """Whose roles only Mara approves."""
    with acting("system:test"):
        books = Unit.objects.create(company=cast.company, name="Rechnungswesen", side="back", head=cast.second)
    roles = Role.objects.filter(pk__in=["staff", "back.accounting"])
    clerk = define_position(by=fresh(cast.admin), name="Buchhalter", unit=books, roles=roles)
    joiner = add_person(
        by=fresh(cast.admin), company=cast.company, first_name="Nele", last_name="Neu", email="nele@nordlicht.example",
        joined_on=TODAY, position=clerk,
    )  # fmt: skip
    ask_for_roles(Appointment.objects.get(), by=fresh(cast.second))
    return joiner


def test_a_reviewer_leaves_and_another_holder_of_the_right_goes_on(cast, campaign):
    assert leave(cast, cast.manager) == 1
    assert taken() == {("recertification", str(campaign), cast.manager, cast.admin, "holder")}
    items = RecertificationItem.objects.exclude(grant__person=cast.manager)
    assert set(items.values_list("reviewer", "decision")) == {(cast.admin.pk, "")}
    assert Recertification.objects.get().reviewer == cast.admin
    (item,) = worklist.of(fresh(cast.admin))
    assert (item.kind, item.taken_from, item.due) == ("Rezertifizierung", "Mara Manager", TODAY + DAY)
    assert worklist.of(fresh(cast.other)) == []


SUCCESSORS = [("admin2", "admin2", "successor"), ("back", "admin", "holder"), ("other", "admin", "holder")]


@pytest.mark.parametrize(("named", "taker", "way"), SUCCESSORS)
def test_the_successor_goes_on_where_no_rule_forbids_it(cast, campaign, named, taker, way):
    leave(cast, cast.manager, successor=getattr(cast, named))
    assert {(one.taker, one.way) for one in Takeover.objects.all()} == {(getattr(cast, taker), way)}


def test_who_takes_over_and_leaves_too_is_followed_by_the_next(cast, campaign):
    leave(cast, cast.manager, successor=cast.admin2)
    with acting("system:test"):
        type(cast.admin2).objects.filter(pk=cast.admin2.pk).update(left_on=TODAY - DAY)
    close_what_ended(timezone.now())
    assert Recertification.objects.get().reviewer == cast.admin
    assert [(one.leaver, one.taker) for one in Takeover.objects.all()] == [
        (cast.manager, cast.admin2), (cast.admin2, cast.admin),
    ]  # fmt: skip


def test_where_every_rule_forbids_it_an_administrator_finds_somebody(cast, joiner, secure_client_of):
    assert leave(cast, cast.manager) == 1
    approval = Approval.objects.get(kind="access.position")
    assert taken() == {("approval", approval.title, cast.manager, cast.admin, "administrator")}
    (item,) = worklist.of(fresh(cast.admin))
    assert item.title.startswith("Jemanden finden für: ")
    shown = secure_client_of(cast.admin).get(item.url).content.decode()
    assert "Mara Manager" in shown
    assert "Leitung Back Office" in shown
    assert secure_client_of(cast.back).get(item.url).status_code == 404


def test_what_others_may_decide_too_stays_with_them(cast, joiner):
    assert planned([fresh(cast.second)], TODAY + DAY)[0].duty.code == "head"
    assert planned([fresh(cast.back)], TODAY + DAY) == []


def test_a_unit_without_its_head_waits_for_the_administration(cast, joiner):
    leave(cast, cast.second)
    books = Unit.objects.get(name="Rechnungswesen")
    assert taken() == {("head", str(books), cast.second, cast.admin, "administrator")}
    with acting("system:test"):
        Unit.objects.filter(pk=books.pk).update(head=cast.back)
    assert [item for item in worklist.of(fresh(cast.admin)) if item.taken_from] == []


def test_it_is_told_and_on_record_and_happens_once(cast, campaign):
    leave(cast, cast.manager)
    leavers.told_of_takeover(OutboxEvent.objects.get(verb="access.work.taken_over"))
    notice = Notice.objects.get()
    assert (notice.person, notice.title) == (cast.admin, "Sie übernehmen Arbeit von Mara Manager (1)")
    assert AuditEvent.objects.filter(table="access_takeover", operation="insert", actor="system:closing").count() == 1
    assert leavers.work(None, None) == {"taken_over": 0}


def test_the_page_shows_who_will_take_over(cast, campaign, secure_client_of):
    shown = secure_client_of(cast.admin).get(f"/desk/people/{cast.manager.pk}/end/").content.decode()
    assert "Was übernommen wird" in shown
    assert "Ada Admin" in shown


ATTACKS = {
    "from who is still here": lambda cast, row: Takeover.objects.create(
        duty="x", subject_table="x", subject_key="1", leaver=cast.back, taker=cast.second, way="holder"
    ),
    "by who has left": lambda cast, row: Takeover.objects.create(
        duty="x", subject_table="x", subject_key="1", leaver=cast.manager, taker=cast.front, way="holder"
    ),
    "given to another": lambda cast, row: Takeover.objects.filter(pk=row.pk).update(taker=cast.second),
    "taken away": lambda cast, row: Takeover.objects.filter(pk=row.pk)._raw_delete("default"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_keeps_who_took_over(cast, campaign, attack):
    leave(cast, cast.manager)
    leave(cast, cast.front)
    with pytest.raises(IntegrityError), transaction.atomic(), acting("system:test"):
        ATTACKS[attack](cast, Takeover.objects.get(leaver=cast.manager))
