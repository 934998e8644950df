"""Work orders of somebody who has left wait for somebody of the same team, or of the same desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conftest import fresh
from foundation.access.actions.closing import close_what_ended
from foundation.access.models import Takeover
from foundation.desk import worklist
from foundation.organisation.models import Person
from foundation.records.actor import acting
from workorders.models import WorkOrder


def leave(person):
    with acting("system:test"):
        Person.objects.filter(pk=person.pk).update(left_on=timezone.localdate() - timedelta(days=1))
    close_what_ended(timezone.now())


@pytest.mark.parametrize("state", ["accepted", "in_work", "waiting_front"])
def test_what_he_accepted_a_colleague_of_the_team_takes_over(office, brought, state):
    order = brought(state)
    leave(office.back)
    assert WorkOrder.objects.get().assignee == office.second
    assert [(one.taker, one.way) for one in Takeover.objects.all()] == [(office.second, "holder")]
    (item,) = worklist.of(fresh(office.second))
    assert (item.url, item.taken_from) == (order.get_absolute_url(), "Bert Buch")


@pytest.mark.parametrize("state", ["new", "reopened", "confirmed"])
def test_what_waits_for_the_team_stays_with_the_team(office, brought, state):
    brought(state)
    leave(office.back)
    assert list(Takeover.objects.all()) == []


@pytest.mark.parametrize("state", ["waiting_front", "done"])
def test_what_he_owes_his_desk_answers(office, brought, state):
    order = brought(state)
    leave(office.front)
    assert WorkOrder.objects.get().requester == office.front
    (item,) = worklist.of(fresh(office.mate))
    assert (item.url, item.taken_from) == (order.get_absolute_url(), "Frieda Front")
    assert worklist.of(fresh(office.stranger)) == []


def test_without_anybody_of_the_desk_an_administrator_finds_somebody(office, brought):
    brought("done")
    leave(office.mate)
    leave(office.front)
    assert [(one.taker, one.way) for one in Takeover.objects.all()] == [(office.admin, "administrator")]
