"""From a new colleague to working roles, by the pages: three people, two clicks each; and what a leaver leaves behind."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from conftest import fresh
from foundation.access.actions.positions import define_position
from foundation.access.models import Approval, Role
from foundation.access.policy import roles_of
from foundation.desk import life, worklist
from foundation.desk.tests.test_approvals import decide
from foundation.desk.tests.test_people import send
from foundation.notices.models import Notice
from foundation.organisation.models import Person, Unit
from foundation.records.actor import acting
from foundation.records.models import OutboxEvent

TODAY = timezone.localdate()


@pytest.fixture
def position(cast):
    with acting("system:test"):
        unit = Unit.objects.create(company=cast.company, name="Rechnungswesen", side="back", head=cast.second)
    roles = Role.objects.filter(pk__in=["staff", "back.accounting"])
    return define_position(by=fresh(cast.admin), name="Buchhalter", unit=unit, roles=roles)


def test_a_joiner_works_after_three_people_looked(cast, position, secure_client_of, client_of):
    sent = {
        "first_name": "Nele", "last_name": "Neu", "email": "nele@nordlicht.example", "company": cast.company.pk,
        "position": position.pk, "joined_on": "h",
    }  # fmt: skip
    admin = secure_client_of(cast.admin)
    assert send(admin, "/desk/people/new/", **sent).status_code == 302
    joiner = Person.objects.get(email="nele@nordlicht.example")
    (item,) = worklist.of(fresh(cast.second))
    assert send(secure_client_of(cast.second), item.url).status_code == 302
    for approver in (cast.manager, cast.admin2):
        assert decide(secure_client_of(approver), Approval.objects.get(state="pending"), vote="yes").status_code == 302
    assert roles_of(fresh(joiner)) == {"staff", "back.accounting"}
    assert worklist.of(fresh(cast.second)) == []


def test_a_move_shows_first_what_ends(cast, position, secure_client_of):
    with acting("system:test"):
        desk = Unit.objects.create(company=cast.company, name="Handel", side="front")
        Person.objects.filter(pk=cast.front.pk).update(unit=desk)
    client, page = secure_client_of(cast.admin), f"/desk/people/{cast.front.pk}/move/"
    shown = client.get(page).content.decode()
    assert "Händler / Vertrieb" in shown
    assert "R02" in shown
    assert send(client, page, position=position.pk, on="h", reason="Wunsch").status_code == 422
    assert send(client, page, position=position.pk, on="h", reason="Wunsch", confirmed="on").status_code == 302
    line = client.get(f"/desk/people/{cast.front.pk}/?tab=time").content.decode()
    assert "Handel" in line
    assert len(re.findall('class="stretch ', line)) == 3


def test_a_deputy_is_named_approved_told_and_shown(cast, secure_client_of):
    client = secure_client_of(cast.back)
    last = TODAY + timedelta(days=13)
    sent = {"person": cast.manager.pk, "roles": ["back.accounting"], "valid_from": "h", "reason": "Urlaub"}
    assert (
        send(client, "/desk/deputies/new/", **sent, valid_to=f"{TODAY + timedelta(days=30):%d.%m.%Y}").status_code
        == 409
    )
    named = send(client, "/desk/deputies/new/", **sent, valid_to=f"{last:%d.%m.%Y}")
    assert decide(secure_client_of(cast.admin), Approval.objects.get(), vote="yes").status_code == 302
    shown = client.get(named.url).content.decode()
    assert f"{last:%d.%m.%Y}" in shown
    life.told_of_deputy(OutboxEvent.objects.get(verb="access.deputy.granted"))
    assert set(Notice.objects.values_list("person", flat=True)) == {cast.back.pk, cast.manager.pk}
    assert [event.start for event in life.events(fresh(cast.back), TODAY, last)] == [TODAY, last]
