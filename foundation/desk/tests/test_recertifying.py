"""A campaign as its reviewer works it off, and what begins by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from conftest import SINCE, fresh
from foundation.access.actions.people import create_person_with_login
from foundation.access.actions.roles import grant_founding
from foundation.access.models import Recertification, RecertificationItem, Role, RoleGrant
from foundation.desk import recertifying, worklist
from foundation.notices.models import Notice
from foundation.records.actor import acting


@pytest.fixture
def campaign(cast):
    return recertifying.start(
        by=cast.admin, side="back", reviewer=cast.manager, stand_in=cast.admin2, due_on=timezone.localdate() + timedelta(30)
    )  # fmt: skip


def pressed(client, item, decision, **more):
    address = reverse("desk:decide_recertified", args=[item.pk])
    return client.post(address, {"command_id": uuid4(), "decision": decision, **more}, headers={"HX-Request": "true"})


def test_a_key_decides_and_answers_the_rows_of_that_person(cast, client_of, campaign):
    client = client_of(cast.manager)
    page = client.get(reverse("desk:recertification", args=[campaign.pk]))
    assert [group["person"] for group in page.context["groups"]] == [cast.second, cast.back, cast.other]
    item = RecertificationItem.objects.get(grant__person=cast.back)
    answer = pressed(client, item, "keep")
    assert answer.status_code == 200
    assert answer.content.decode().count("<tbody") == 1
    item.refresh_from_db()
    assert (item.decision, item.signed_on) == ("keep", None)


def test_what_is_kept_together_is_only_what_is_open(cast, client_of, campaign):
    """The page may be older than a decision by key: what was to be removed stays so."""
    client = client_of(cast.manager)
    items = {item.grant.person: item for item in RecertificationItem.objects.filter(reviewer=cast.manager)}
    pressed(client, items[cast.back], "remove")
    keys = [item.pk for item in items.values()]
    client.post(reverse("desk:keep_recertified", args=[campaign.pk]), {"item": keys, "command_id": uuid4()})
    kept = RecertificationItem.objects.filter(reviewer=cast.manager).values_list("grant__person", "decision")
    assert dict(kept) == {cast.back.pk: "remove", cast.second.pk: "keep", cast.other.pk: "keep"}


def test_a_signature_asks_for_a_fresh_sign_in(cast, client_of, secure_client_of, campaign):
    pressed(client_of(cast.manager), RecertificationItem.objects.get(grant__person=cast.back), "remove")
    address = reverse("desk:sign_recertification", args=[campaign.pk])
    assert client_of(cast.manager).post(address, {"command_id": uuid4()}).url.startswith("/accounts/")
    assert secure_client_of(cast.manager).post(address, {"command_id": uuid4()}).status_code == 302
    assert RoleGrant.objects.get(person=cast.back, role="back.accounting").valid_to == timezone.localdate()


def test_the_stranger_sees_no_campaign(cast, client_of, campaign):
    assert client_of(cast.other).get(reverse("desk:recertification", args=[campaign.pk])).status_code == 403


def test_what_waits_and_who_was_told(cast, campaign):
    told = set(Notice.objects.filter(kind=recertifying.KIND).values_list("person", flat=True))
    assert told == {cast.manager.pk, cast.admin2.pk}
    for person in (cast.manager, cast.admin2):
        assert str(campaign) in [item.title for item in worklist.of(fresh(person))]
    assert str(campaign) not in [item.title for item in worklist.of(fresh(cast.admin))]


def test_it_begins_by_itself_once(cast):
    soon = timezone.localdate() + timedelta(days=365 - 29)
    with acting("system:test"):
        started = recertifying.begin(soon)
        again = recertifying.begin(soon)
    found = {campaign.side: campaign.items.count() for campaign in Recertification.objects.all()}
    assert (started, again, found) == (1, 0, {"back": 3})  # nobody is there to look at other sides


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_many_people(cast, client_of, campaign, count, django_assert_max_num_queries):
    with acting("system:test"):
        for number in range(count):
            person = create_person_with_login(
                company=cast.company, first_name="Neu", last_name=str(number), email=f"{number}@nordlicht.example",
                joined_on=SINCE,
            )  # fmt: skip
            grant_founding(
                person=person,
                role=Role.objects.get(pk="back.vendor"),
                approved_by=cast.admin,
                valid_from=SINCE,
                reason="x",
            )
    vendors = recertifying.start(
        by=fresh(cast.admin),
        role=Role.objects.get(pk="back.vendor"),
        reviewer=cast.manager,
        due_on=timezone.localdate(),
    )
    client = client_of(cast.manager)
    with django_assert_max_num_queries(16):
        assert client.get(reverse("desk:recertification", args=[vendors.pk])).status_code == 200
