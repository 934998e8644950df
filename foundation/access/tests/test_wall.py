"""The wall: no way of writing gets two roles together that must stay apart, or a role past its approval."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from conftest import SINCE, fresh
from foundation.access import approvals
from foundation.access.actions.people import end_employment
from foundation.access.actions.roles import end_grant, grant_founding, request_role
from foundation.access.choices import GrantSource, Vote
from foundation.access.decisions import Denied
from foundation.access.models import Approval, ApprovalVote, ConflictPair, Role, RoleGrant, RoleRequest
from foundation.access.policy import can
from foundation.access.queries.grants import conflicts_in_force
from foundation.desk.tests.conftest import without_guards
from foundation.lib.errors import BusinessError, Conflict
from foundation.records import guards
from foundation.records.actor import acting

__all__ = ["without_guards"]
TODAY = date(2026, 11, 23)
RULES = [
    ("front.trader", "back.accounting", "R01"),
    ("board.front", "board.back", "R01"),
    ("front.head", "risk.controller", "R01"),
    ("front.advisor", "audit.internal", "R01"),
    ("front.trader", "admin.system", "R01"),
    ("back.vendor", "back.payments", "R06"),
    ("back.accounting", "back.payments", "R06"),
    ("admin.access", "back.hr", "R09"),
    ("admin.access", "admin.system", "R09"),
    ("back.itops", "back.accounting", "R22"),
    ("back.hr", "back.payroll", "R23"),
    ("audit.internal", "back.accounting", "R28"),
]


@pytest.fixture
def nobody(cast):
    """A person without any role."""
    stranger = fresh(cast.other)
    stranger.pk = None
    stranger.email = "niemand@nordlicht.example"
    with acting("system:test"):
        stranger.save()
    return stranger


def refused(action):
    """The code with which the database says no."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), acting("system:attack"):
        action()
    return guards.explain(caught.value).code


def a_grant(cast, person, role, **more):
    fields = {
        "person": person, "role_id": role, "valid_from": SINCE, "reason": "attack", "source": GrantSource.FOUNDING,
        "requested_by": cast.admin, "approved_by": cast.admin, "granted_at": timezone.now(), **more,
    }  # fmt: skip
    return RoleGrant(**fields)


def give(cast, person, role, **more):
    with acting("system:test"):
        grant = a_grant(cast, person, role, **more)
        grant.save()
    return grant


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def raw_insert(grant, verb="INSERT", tail=""):
    columns = {field.column: field.get_prep_value(getattr(grant, field.attname)) for field in RoleGrant._meta.fields}
    columns.pop("id")
    if connection.vendor == "sqlite":
        columns = {name: str(value) if value is not None else None for name, value in columns.items()}
    names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    sql(f"{verb} INTO access_rolegrant ({names}) VALUES ({marks}) {tail}", *columns.values())


WAYS = {
    "save": lambda grant: grant.save(),
    "bulk_create": lambda grant: RoleGrant.objects.bulk_create([grant]),
    "bulk_create ignoring": lambda grant: RoleGrant.objects.bulk_create([grant], ignore_conflicts=True),
    "raw insert": raw_insert,
    "on conflict": lambda grant: raw_insert(grant, tail="ON CONFLICT DO NOTHING"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("held", "wanted", "rule"), RULES)
def test_no_insert_gets_two_exclusive_roles_together(cast, nobody, held, wanted, rule, way):
    give(cast, nobody, held)
    assert refused(lambda: WAYS[way](a_grant(cast, nobody, wanted))) == f"rule.{rule}"
    assert conflicts_in_force() == []


@pytest.mark.parametrize(("held", "wanted", "rule"), RULES)
def test_the_order_of_the_two_roles_makes_no_difference(cast, nobody, held, wanted, rule):
    give(cast, nobody, wanted)
    assert refused(lambda: a_grant(cast, nobody, held).save()) == f"rule.{rule}"


def test_roles_one_after_the_other_are_no_conflict(cast, nobody):
    give(cast, nobody, "front.trader", valid_to=TODAY)
    assert refused(lambda: a_grant(cast, nobody, "back.accounting", valid_from=TODAY).save()) == "rule.R01"
    give(cast, nobody, "back.accounting", valid_from=TODAY + timedelta(days=1))
    assert conflicts_in_force() == []


def grant_of(cast):
    return RoleGrant.objects.filter(person=cast.front, role="front.trader")


EDITS = {
    "other role": lambda cast: grant_of(cast).update(role_id="back.head"),
    "other person": lambda cast: grant_of(cast).update(person=cast.back),
    "other start": lambda cast: grant_of(cast).update(valid_from=date(2019, 1, 1)),
    "prolonged": lambda cast: grant_of(cast).update(valid_to=None),
    "other approver": lambda cast: grant_of(cast).update(approved_by=cast.admin2),
    "raw": lambda cast: sql("UPDATE access_rolegrant SET valid_to = NULL WHERE id = %s", grant_of(cast).get().pk),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_granted_role_is_only_ever_shortened(cast, edit):
    with acting("system:test"):
        grant_of(cast).update(valid_to=TODAY)
    assert refused(lambda: EDITS[edit](cast)) in {"access.grant_fixed", "rule.R01"}


REMOVALS = {
    "grant": (lambda cast: sql("DELETE FROM access_rolegrant"), "access.grant_stays"),
    "pair": (lambda cast: sql("DELETE FROM access_conflictpair"), "access.pair_fixed"),
    "pair changed": (lambda cast: ConflictPair.objects.update(rule="R99"), "access.pair_fixed"),
    "side of a role": (lambda cast: Role.objects.filter(pk="front.trader").update(side="back"), "access.role_fixed"),
    "pair that somebody breaks": (
        lambda cast: ConflictPair.objects.create(role_a_id="back.accounting", role_b_id="staff", rule="R01"),
        "access.pair_broken",
    ),
}


@pytest.mark.parametrize("what", REMOVALS)
def test_the_wall_itself_is_not_taken_down(cast, what):
    attack, code = REMOVALS[what]
    assert refused(lambda: attack(cast)) == code


def test_a_replaced_row_does_not_slip_through(cast):
    if connection.vendor != "sqlite":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        assert refused(lambda: sql("TRUNCATE access_rolegrant CASCADE")) == "access.grant_stays"
        return
    held = grant_of(cast).get()
    columns = [
        column.name
        for column in connection.introspection.get_table_description(connection.cursor(), "access_rolegrant")
    ]
    chosen = ", ".join("'back.head'" if name == "role_id" else name for name in columns)
    replace = f"INSERT OR REPLACE INTO access_rolegrant SELECT {chosen} FROM access_rolegrant WHERE id = {held.pk}"
    assert refused(lambda: sql(replace)).startswith(("access.", "rule."))
    assert grant_of(cast).get().role_id == "front.trader"


# --- Request and approval --------------------------------------------------------------------------------------------


@pytest.fixture
def asked(cast):
    request_role(
        by=cast.admin, person=cast.other, role=Role.objects.get(pk="back.vendor"), valid_from=SINCE, reason="project"
    )
    return Approval.objects.get()


def test_no_grant_without_an_approval(cast, asked):
    grant = a_grant(cast, cast.other, "back.vendor", source=GrantSource.REQUEST, approved_by=cast.admin2)
    assert refused(grant.save) == "access.no_approval"


def test_an_approved_request_is_a_right(cast, asked):
    assert not can(fresh(cast.other), "contacts.partner:edit")
    approvals.vote(asked, by=cast.admin2, vote=Vote.YES)
    assert can(fresh(cast.other), "contacts.partner:edit")
    with pytest.raises(IntegrityError), acting("system:attack"):
        grant_founding(
            person=cast.back,
            role=Role.objects.get(pk="back.hr"),
            approved_by=cast.admin,
            valid_from=TODAY,
            reason="late",
        )


def test_a_rejected_request_is_none(cast, asked):
    approvals.vote(asked, by=cast.admin2, vote=Vote.NO, reason="no need")
    assert RoleRequest.objects.get().state == "refused"
    with pytest.raises(Conflict) as no:
        approvals.vote(asked, by=cast.admin2, vote=Vote.YES)
    assert no.value.code == "access.decided"
    assert refused(lambda: ApprovalVote.objects.create(approval=asked, person=cast.manager, vote="yes")) == (
        "access.decided"
    )


def test_the_requester_has_no_vote_anywhere(cast, asked):
    with pytest.raises(Denied) as no:
        approvals.vote(asked, by=cast.admin, vote=Vote.YES)
    assert no.value.rule == "R08"
    assert refused(lambda: ApprovalVote.objects.create(approval=asked, person=cast.admin, vote="yes")) == "rule.R03"


def test_the_receiver_has_no_vote(cast):
    request_role(by=cast.admin, person=cast.admin2, role=Role.objects.get(pk="staff"), valid_from=SINCE, reason="x")
    with pytest.raises(Denied) as no:
        approvals.vote(Approval.objects.get(), by=cast.admin2, vote=Vote.YES)
    assert no.value.rule == "R08"


@pytest.mark.parametrize("name", ["front", "back", "sysadmin", "auditor"])
def test_nobody_else_votes_or_asks(cast, asked, name):
    with pytest.raises(Denied):
        approvals.vote(asked, by=getattr(cast, name), vote=Vote.YES)
    with pytest.raises(Denied):
        request_role(
            by=getattr(cast, name), person=cast.other, role=Role.objects.get(pk="staff"), valid_from=SINCE, reason="x"
        )


def test_what_was_changed_after_the_question_is_void(cast, asked, without_guards):
    with acting("system:attack"), without_guards():
        RoleRequest.objects.update(role_id="back.payroll")
    approvals.vote(asked, by=cast.admin2, vote=Vote.YES)
    asked.refresh_from_db()
    assert asked.state == "void"
    assert not RoleGrant.objects.filter(source=GrantSource.REQUEST).exists()


REQUEST_EDITS = {
    "another role": {"role_id": "back.payroll"},
    "another person": {"person": "front"},
    "without end": {"valid_from": TODAY},
    "open again": {"state": "requested"},
    "for another reason": {"reason": "other"},
}


@pytest.mark.parametrize("edit", REQUEST_EDITS)
def test_an_approved_request_is_good_for_nothing_else(cast, asked, edit):
    approvals.vote(asked, by=cast.admin2, vote=Vote.YES)
    facts = {name: getattr(cast, value) if name == "person" else value for name, value in REQUEST_EDITS[edit].items()}
    assert refused(lambda: RoleRequest.objects.update(**facts)) == "access.request_stays"
    assert refused(lambda: RoleRequest.objects.all()._raw_delete("default")) == "access.request_stays"


def test_a_request_is_neither_born_nor_made_granted(cast, asked):
    assert refused(lambda: RoleRequest.objects.update(state="granted")) == "access.request_begins"
    born = RoleRequest(
        person=cast.other, role_id="back.payroll", valid_from=SINCE, requested_by=cast.admin, state="granted"
    )
    assert refused(born.save) == "access.request_begins"


def test_what_was_ended_is_not_granted_again_from_its_old_request(cast, asked):
    approvals.vote(asked, by=cast.admin2, vote=Vote.YES)
    grant = RoleGrant.objects.get(source=GrantSource.REQUEST)
    end_grant(grant, by=cast.admin, on=timezone.localdate())
    again = a_grant(
        cast, cast.other, "back.vendor", source=GrantSource.REQUEST, approved_by=cast.admin2, request=grant.request
    )
    assert refused(again.save) == "access.no_approval"
    assert refused(lambda: raw_insert(again, "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT")) == (
        "access.no_approval"
    )


def test_nobody_asks_for_himself(cast):
    with pytest.raises(Denied) as no:
        request_role(by=cast.admin, person=cast.admin, role=Role.objects.get(pk="staff"), valid_from=SINCE, reason="x")
    assert no.value.decision.rule == "R08"


def test_a_conflicting_request_names_the_role_in_the_way(cast):
    with pytest.raises(BusinessError) as no:
        request_role(
            by=cast.admin, person=cast.front, role=Role.objects.get(pk="back.accounting"), valid_from=SINCE, reason="x"
        )
    assert (no.value.rule, no.value.field) == ("R01", "role")
    assert "Händler / Vertrieb" in str(no.value)
    assert not RoleRequest.objects.exists()


# --- Time ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "rule"),
    [
        ({"valid_to": date(2024, 12, 31)}, "R19"),
        ({"valid_from": date(2099, 1, 1)}, "R19"),
        ({"valid_to": date(2099, 1, 1)}, None),
    ],
)
def test_a_role_counts_in_its_time_only(cast, nobody, span, rule):
    give(cast, nobody, "back.vendor", **span)
    answer = can(fresh(nobody), "contacts.partner:edit")
    assert bool(answer) is (rule is None)
    assert getattr(answer, "rule", None) == rule


def test_an_ended_role_is_over_the_next_day(cast):
    grant = RoleGrant.objects.get(person=cast.other, role="back.hr")
    end_grant(grant, by=cast.admin, on=timezone.localdate())
    assert can(fresh(cast.other), "desk.people:view")
    tomorrow = timezone.now() + timedelta(days=1)
    assert can(fresh(cast.other), "desk.people:view", at=tomorrow).rule == "R19"
    grant.refresh_from_db()
    with pytest.raises(BusinessError):
        end_grant(grant, by=cast.admin, on=timezone.localdate() + timedelta(days=9))


def test_a_leaver_may_nothing(cast):
    end_employment(cast.other, by=cast.admin, on=timezone.localdate() - timedelta(days=1), reason="notice")
    assert can(fresh(cast.other), "desk.people:view").rule == "R16"
