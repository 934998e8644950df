"""R18: a role that nobody confirms in time is suspended, and only a reviewer who does not hold it confirms it."""

from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conftest import fresh
from foundation.access.actions import recertification as actions
from foundation.access.choices import Decision
from foundation.access.decisions import Denied
from foundation.access.models import Recertification, RecertificationItem, Role, RoleGrant
from foundation.access.policy import can
from foundation.access.queries.recertification import coverage, grants_due, items_by_person
from foundation.lib.errors import BusinessError, Conflict
from foundation.records import guards
from foundation.records.actor import acting

HR, POST, ASK = "desk.people:view", "accounting.entry:post", "access.grant:request"


def after(days):
    """At noon, so that summer time moves nothing to the day after."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(12)))


@pytest.mark.parametrize(
    ("name", "permission", "days", "rule"),
    [
        ("other", HR, 365, None),
        ("other", HR, 365 + 14, None),
        ("other", HR, 365 + 15, "R18"),
        ("back", POST, 365 + 20, "R18"),
        ("sysadmin", "desk.admin:open", 182 + 14, None),
        ("sysadmin", "desk.admin:open", 182 + 15, "R18"),
    ],
)
def test_a_role_sleeps_when_its_time_and_the_grace_are_over(cast, name, permission, days, rule):
    assert getattr(can(getattr(cast, name), permission, at=after(days)), "rule", None) == rule


def test_the_last_administrators_of_access_are_never_suspended(cast):
    assert can(cast.admin, ASK, at=after(400))
    held = RoleGrant.objects.get(person=cast.admin2, role="admin.access")
    held.pk, held.recertified_on = None, timezone.localdate() + timedelta(days=300)
    with acting("system:test"):
        held.save()
    assert can(fresh(cast.admin), ASK, at=after(400)).rule == "R18"
    assert can(fresh(cast.admin2), ASK, at=after(400))


@pytest.fixture
def campaign(cast):
    return actions.start_recertification(
        by=cast.admin, side="back", reviewer=cast.manager, stand_in=cast.admin2, due_on=timezone.localdate() + timedelta(30)
    )  # fmt: skip


def item_of(person):
    return RecertificationItem.objects.select_related("grant").get(grant__person=person)


def test_a_reviewer_sees_everybody_but_himself(cast, campaign):
    assert [(str(person), [item.grant.role_id for item in items]) for person, items in items_by_person(campaign)] == [
        ("Bea Beleg", ["back.accounting"]),
        ("Bert Buch", ["back.accounting"]),
        ("Mara Manager", ["back.head"]),
        ("Olaf Other", ["back.hr"]),
    ]
    assert item_of(cast.manager).reviewer == cast.admin2
    assert {item_of(person).reviewer for person in (cast.back, cast.second, cast.other)} == {cast.manager}


def test_what_is_signed_counts(cast, campaign):
    today = timezone.localdate()
    actions.decide(item_of(cast.back), by=cast.manager, decision=Decision.KEEP)
    actions.decide(item_of(cast.second), by=cast.manager, decision=Decision.REMOVE, reason="Elternzeit")
    actions.decide(item_of(cast.other), by=cast.manager, decision=Decision.REMOVE)
    actions.decide(item_of(cast.other), by=cast.manager, decision=Decision.CHANGE, reason="Nur noch Lübeck")
    grant = RoleGrant.objects.get(person=cast.second, role="back.accounting")
    assert (grant.valid_to, coverage(campaign).percent) == (None, 0)
    assert actions.sign(campaign, by=cast.manager) == 3
    facts = {
        grant.person.first_name: (grant.recertified_on, grant.valid_to)
        for grant in RoleGrant.objects.filter(role__side="back").select_related("person")
    }
    assert facts == {"Bert": (today, None), "Bea": (None, today), "Olaf": (None, None), "Mara": (None, None)}
    assert coverage(campaign).percent == 75
    with pytest.raises(Conflict) as no:
        actions.decide(item_of(cast.back), by=cast.manager, decision=Decision.REMOVE)
    assert no.value.code == "access.recertified"
    actions.decide(item_of(cast.manager), by=cast.admin2, decision=Decision.KEEP)
    actions.sign(campaign, by=cast.admin2)
    campaign.refresh_from_db()
    assert campaign.closed_on == today


@pytest.mark.parametrize("name", ["manager", "back", "admin", "auditor"])
def test_nobody_decides_for_another_reviewer(cast, campaign, name):
    with pytest.raises(Denied):
        actions.decide(item_of(cast.manager), by=getattr(cast, name), decision=Decision.KEEP)


def test_many_are_kept_together_only_after_a_sample(cast, campaign, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    monkeypatch.setattr(actions, "SAMPLE_LEAST", 1)
    items = [item_of(person) for person in (cast.back, cast.second, cast.other)]
    with pytest.raises(BusinessError) as no:
        actions.keep_all(items, by=cast.manager)
    assert no.value.code == "access.sample_first"
    actions.decide(items[0], by=cast.manager, decision=Decision.KEEP)
    actions.keep_all(items, by=cast.manager)
    assert coverage(campaign).open == 1


ASKING = {
    "own without another": ({"side": "back", "stand_in": None}, "access.own_recertification"),
    "no reviewer": ({"side": "front", "reviewer": "other"}, "access.no_reviewer"),
    "day gone": ({"side": "front", "due_on": timedelta(-1)}, "access.span"),
    "nobody": ({"side": "risk"}, "access.nothing_to_review"),
}


@pytest.mark.parametrize("case", ASKING)
def test_what_cannot_be_started(cast, case):
    changes, code = ASKING[case]
    asked = {"reviewer": "manager", "due_on": timedelta(30), **changes}
    with pytest.raises(BusinessError) as no:
        actions.start_recertification(
            by=cast.admin, side=asked["side"], reviewer=getattr(cast, asked["reviewer"]),
            due_on=timezone.localdate() + asked["due_on"],
        )  # fmt: skip
    assert no.value.code == code
    assert not Recertification.objects.exists()


def test_what_is_under_review_is_not_asked_twice(cast, campaign):
    with pytest.raises(BusinessError) as no:
        actions.start_recertification(
            by=cast.admin, role=Role.objects.get(pk="back.hr"), reviewer=cast.manager, due_on=timezone.localdate()
        )
    assert no.value.code == "access.nothing_to_review"


def test_what_is_due_soon_is_found(cast):
    year = timezone.localdate() + timedelta(days=365 - 30)
    assert {grant.role_id for grant in grants_due(year)} == {
        "admin.access", "admin.system", "audit.internal", "back.accounting", "back.head", "back.hr", "front.trader",
    }  # fmt: skip


ATTACKS = {
    "own role": (lambda cast, item: item.update(reviewer=cast.back), "access.own_recertification"),
    "another's decision": (
        lambda cast, item: item.update(decision="keep", decided_at=timezone.now()),
        "access.reviewer",
    ),
    "another's signature": (
        lambda cast, item: item.update(decision="keep", decided_at=timezone.now(), signed_on=timezone.localdate()),
        "access.reviewer",
    ),
    "unsigned": (
        lambda cast, item: RoleGrant.objects.filter(person=cast.back).update(recertified_on=timezone.localdate()),
        "access.not_signed",
    ),
    "deleted": (lambda cast, item: item._raw_delete(item.db), "access.recertified"),
    "more time": (
        lambda cast, item: Recertification.objects.update(due_on=timezone.localdate() + timedelta(900)),
        "access.recertified",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses_what_no_reviewer_signed(cast, campaign, attack):
    act, code = ATTACKS[attack]
    with pytest.raises(IntegrityError) as no, transaction.atomic(), acting(cast.admin):
        act(cast, RecertificationItem.objects.filter(grant__person=cast.back))
    assert guards.explain(no.value).code == code
