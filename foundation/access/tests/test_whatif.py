"""What if: the answer before the question is what the database would say after it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conftest import fresh
from foundation.access.actions.roles import end_grant
from foundation.access.models import Role, RoleGrant
from foundation.access.queries.whatif import person_with, role_with_pair, role_with_permission


def role(code):
    return Role.objects.get(pk=code)


@pytest.mark.parametrize(
    ("who", "wanted", "possible", "rules"),
    [
        ("front", "back.accounting", False, ["R01"]),
        ("back", "back.payments", False, ["R06"]),
        ("back", "back.customs", True, []),
        ("auditor", "back.accounting", False, ["R28"]),
    ],
)
def test_a_person_with_another_role(cast, who, wanted, possible, rules):
    found = person_with(fresh(getattr(cast, who)), role(wanted), timezone.localdate())
    assert (found.is_possible, [clash.rule for clash in found.clashes]) == (possible, rules)


def test_what_ended_before_is_told_and_does_not_block(cast):
    end_grant(RoleGrant.objects.get(person=cast.front, role="front.trader"), by=cast.admin, on=timezone.localdate())
    tomorrow = timezone.localdate() + timedelta(days=1)
    found = person_with(fresh(cast.front), role("back.accounting"), tomorrow)
    assert (found.is_possible, [clash.blocks for clash in found.clashes]) == (True, [False])


def test_a_role_with_another_permission(cast):
    front = role_with_permission(role("front.trader"), "accounting.entry:post")
    assert (front.misfit, [str(person) for person in front.holders]) == (True, ["Frieda Front"])
    assert not role_with_permission(role("back.head"), "accounting.entry:post").misfit


def test_two_roles_that_would_exclude_each_other(cast):
    found = role_with_pair(role("staff"), role("back.hr"))
    assert ([str(person) for person, _other in found.broken], found.known) == (["Olaf Other"], "")
    assert role_with_pair(role("front.trader"), role("back.hr")).known == "R01"
