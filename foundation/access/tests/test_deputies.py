"""R07: a deputy holds what the principal holds, for a while, under his own name, if all roles together break no rule."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conftest import fresh
from foundation.access import approvals
from foundation.access.actions.deputies import end_deputy, name_deputy
from foundation.access.actions.people import end_employment
from foundation.access.actions.roles import end_grant
from foundation.access.decisions import Denied
from foundation.access.gate import check
from foundation.access.models import Approval, Deputy, Role, RoleGrant
from foundation.access.policy import acting_for, can, roles_of
from foundation.access.rules import not_the_maker
from foundation.lib.errors import BusinessError
from foundation.organisation.models import Unit
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.models import AuditEvent
from foundation.screens.history import history_of

TODAY = timezone.localdate()
LAST = TODAY + timedelta(days=13)
EDIT = "contacts.partner:edit"


@pytest.fixture
def vendor(cast):
    """Bert keeps the partners too; Mara leads him."""
    with acting("system:test"):
        Unit.objects.filter(pk=cast.unit.pk).update(head=cast.manager)
        return RoleGrant.objects.create(
            person=cast.back, role_id="back.vendor", valid_from=TODAY, reason="x", source="founding",
            requested_by=cast.admin, approved_by=cast.admin,
        )  # fmt: skip


def name(cast, *, by=None, principal=None, person=None, roles=("back.vendor",), first=TODAY, last=LAST):
    principal = principal or cast.back
    return name_deputy(
        by=fresh(by or principal), principal=fresh(principal), person=fresh(person or cast.other),
        roles=Role.objects.filter(pk__in=roles), valid_from=first, valid_to=last, reason="Urlaub",
    )  # fmt: skip


def approve(cast, by=None):
    approvals.vote(Approval.objects.latest("pk"), by=fresh(by or cast.admin), vote="yes")


def test_an_approved_deputy_may_what_the_principal_may(cast, vendor):
    name(cast)
    assert not can(fresh(cast.other), EDIT)
    approve(cast)
    deputy = fresh(cast.other)
    assert acting_for(deputy, EDIT) == cast.back
    assert acting_for(cast.back, EDIT) is None
    assert acting_for(deputy, "desk.people:view") is None
    grant = RoleGrant.objects.get(source="deputy")
    assert (grant.valid_from, grant.valid_to, grant.requested_by, grant.approved_by) == (
        TODAY, LAST, cast.back, cast.admin,
    )  # fmt: skip


def test_it_ends_by_itself(cast, vendor):
    name(cast)
    approve(cast)
    last_moment = timezone.now() + timedelta(days=13)
    assert can(fresh(cast.other), EDIT, at=last_moment)
    assert can(fresh(cast.other), EDIT, at=last_moment + timedelta(days=1)).rule == "R19"


def test_what_a_deputy_does_stands_under_his_own_name(cast, vendor):
    name(cast)
    approve(cast)
    for person, said in ((cast.other, "Olaf Other, in Vertretung für Bert Buch"), (cast.back, "Bert Buch")):
        person = fresh(person)
        with acting(person):
            check(person, EDIT)
            happened("test.done", subject=cast.company)
        event = AuditEvent.objects.filter(verb="test.done").latest("pk")
        assert event.person_id == person.pk
        assert history_of(cast.company._meta.db_table, cast.company.pk)[0].who == said


APPROVERS = {"manager": None, "admin": None, "back": "R20", "other": "R20", "front": "R20", "sysadmin": "R20"}


@pytest.mark.parametrize(("who", "rule"), APPROVERS.items())
def test_another_person_approves(cast, vendor, who, rule):
    name(cast)
    if rule is None:
        approve(cast, getattr(cast, who))
        assert Deputy.objects.get().state == "granted"
    else:
        with pytest.raises(Denied) as no:
            approve(cast, getattr(cast, who))
        assert no.value.rule == rule


def test_the_deputy_himself_does_not_approve(cast, vendor):
    name(cast, person=cast.manager)
    with pytest.raises(Denied) as no:
        approve(cast, cast.manager)
    assert no.value.rule == "R08"


def test_a_head_of_others_does_not_decide(cast, vendor):
    with acting("system:test"):
        Unit.objects.update(head=cast.second)
    name(cast)
    with pytest.raises(Denied) as no:
        approve(cast, cast.manager)
    assert no.value.rule == "R08"


REFUSED = {
    "merged roles break R01": ({"person": "front"}, "rule.R07", "R01"),
    "merged roles break a pair": ({"principal": "admin2", "by": "admin", "person": "sysadmin", "roles": ["admin.access"]}, "rule.R07", "R09"),
    "too long": ({"last": TODAY + timedelta(days=30)}, "access.deputy_term", "30"),
    "in the past": ({"first": TODAY - timedelta(days=1)}, "access.deputy_past", ""),
    "backwards": ({"last": TODAY - timedelta(days=1)}, "access.span", ""),
    "for himself": ({"person": "back", "by": "manager"}, "access.deputy_self", ""),
    "by himself": ({"person": "manager", "by": "manager"}, "access.for_oneself", ""),
    "a role that the principal lacks": ({"roles": ["back.customs"]}, "access.deputy_held", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_changes_nothing(cast, vendor, case):
    given, code, named = REFUSED[case]
    with pytest.raises(BusinessError) as no:
        name(cast, **{key: getattr(cast, value) if isinstance(value, str) else value for key, value in given.items()})
    assert no.value.code == code
    assert named in str(no.value.message)
    assert (Deputy.objects.count(), Approval.objects.count()) == (0, 0)


def test_only_the_principal_his_head_and_the_administration_name_one(cast, vendor):
    for who in ("front", "second", "sysadmin"):
        with pytest.raises(Denied):
            name(cast, by=getattr(cast, who))


def test_a_deputy_passes_nothing_on(cast, vendor):
    name(cast)
    approve(cast)
    with pytest.raises(BusinessError) as no:
        name(cast, principal=cast.other, person=cast.manager)
    assert no.value.code == "access.deputy_held"


def test_what_came_in_between_is_refused_at_the_approval(cast, vendor):
    name(cast)
    with acting("system:test"):
        RoleGrant.objects.create(
            person=cast.other, role_id="back.payments", valid_from=TODAY, reason="x", source="founding",
            requested_by=cast.admin, approved_by=cast.admin,
        )  # fmt: skip
    with pytest.raises(BusinessError) as no:
        approve(cast)
    assert no.value.code == "rule.R06"
    assert (Deputy.objects.get().state, Approval.objects.get().state) == ("requested", "pending")


ENDS = {
    "the deputy": lambda cast, vendor: end_deputy(Deputy.objects.get(), by=fresh(cast.other), on=TODAY),
    "the head": lambda cast, vendor: end_deputy(Deputy.objects.get(), by=fresh(cast.manager), on=TODAY),
    "with the role of the principal": lambda cast, vendor: end_grant(vendor, by=fresh(cast.admin), on=TODAY),
    "with the employment of the principal": lambda cast, vendor: end_employment(
        cast.back, by=fresh(cast.admin), on=TODAY, reason="notice"
    ),
}


@pytest.mark.parametrize("way", ENDS)
def test_it_may_end_early(cast, vendor, way):
    name(cast)
    approve(cast)
    ENDS[way](cast, vendor)
    assert RoleGrant.objects.get(source="deputy").valid_to == TODAY


def test_what_was_lent_and_ended_is_not_lent_again(cast, vendor):
    name(cast)
    approve(cast)
    deputy = Deputy.objects.get()
    end_deputy(deputy, by=fresh(cast.back), on=TODAY)
    with pytest.raises(IntegrityError) as no, transaction.atomic(), acting("system:attack"):
        lent(cast, deputy=deputy).save()
    assert guards.explain(no.value).code == "access.no_deputy"


def test_what_has_not_begun_never_begins(cast, vendor):
    tomorrow = TODAY + timedelta(days=1)
    name(cast, first=tomorrow)
    approve(cast)
    end_deputy(Deputy.objects.get(), by=fresh(cast.back), on=TODAY)
    assert "back.vendor" not in roles_of(fresh(cast.other), tomorrow)


def lent(cast, **more):
    fields = {
        "person": cast.other, "role_id": "back.vendor", "valid_from": TODAY, "valid_to": LAST, "reason": "attack",
        "source": "deputy", "requested_by": cast.back, "approved_by": cast.admin, "granted_at": timezone.now(), **more,
    }  # fmt: skip
    return RoleGrant(**fields)


ATTACKS = {
    "without approval": lambda cast, deputy: lent(cast, deputy=deputy).save(),
    "in bulk": lambda cast, deputy: RoleGrant.objects.bulk_create([lent(cast, deputy=deputy)], ignore_conflicts=True),
    "without a deputy": lambda cast, deputy: lent(cast).save(),
    "granted by hand": lambda cast, deputy: Deputy.objects.update(state="granted"),
    "another person": lambda cast, deputy: Deputy.objects.update(person=cast.second),
    "longer": lambda cast, deputy: Deputy.objects.update(valid_to=LAST + timedelta(days=1)),
    "far too long": lambda cast, deputy: Deputy.objects.create(
        principal=cast.back, person=cast.other, valid_from=TODAY, valid_to=TODAY + timedelta(days=30), requested_by=cast.back
    ),
    "another role": lambda cast, deputy: deputy.roles.through.objects.update(role="back.hr"),
    "a role that is not held": lambda cast, deputy: deputy.roles.add("back.head"),
    "taken away": lambda cast, deputy: Deputy.objects.all()._raw_delete("default"),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_way_leads_past_the_approval(cast, vendor, attack):
    deputy = name(cast)
    with pytest.raises(IntegrityError), transaction.atomic(), acting("system:attack"):
        ATTACKS[attack](cast, deputy)
    assert not RoleGrant.objects.filter(source="deputy").exists()


AFTER = {
    "longer": {"valid_to": LAST + timedelta(days=1)},
    "earlier": {"valid_from": TODAY - timedelta(days=1)},
    "another role": {"role_id": "back.accounting"},
    "another person": {"person": "second"},
    "without end": {"valid_to": None},
    "another approver": {"approved_by": "admin2"},
}


@pytest.mark.parametrize("change", AFTER)
def test_an_approved_deputy_is_good_for_nothing_else(cast, vendor, change):
    deputy = name(cast)
    approve(cast)
    more = {
        key: getattr(cast, value) if isinstance(value, str) and "_id" not in key else value
        for key, value in AFTER[change].items()
    }
    with pytest.raises(IntegrityError), transaction.atomic(), acting("system:attack"):
        lent(cast, deputy=deputy, **more).save()


def test_the_roles_of_a_conflicting_deputy_are_refused_by_the_database(cast, vendor):
    with acting("system:test"):
        deputy = Deputy.objects.create(
            principal=cast.back, person=cast.front, valid_from=TODAY, valid_to=LAST, requested_by=cast.back, reason="x"
        )
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), acting("system:attack"):
        deputy.roles.add("back.vendor")
    assert guards.explain(caught.value).code == "rule.R07"


def test_own_work_stays_own_work(cast, vendor):
    name(cast)
    approve(cast)
    assert not_the_maker(fresh(cast.other), SimpleNamespace(maker_id=cast.other.pk), timezone.now()).rule == "R03"
