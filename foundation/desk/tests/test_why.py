"""Why may I not? Each no names its rule, who may instead, and whether asking would help."""

import pytest
from django.urls import reverse

from conftest import fresh
from foundation.access.policy import can
from foundation.access.queries.why import why_not

POST, REQUEST = "accounting.entry:post", "access.grant:request"
BOOKKEEPERS = [("back.accounting", None), ("back.head", None)]
SHUT_OUT = [("back.accounting", "R01"), ("back.head", "R01")]
# who, asks for, rule, (role that may, rule by which the own role excludes it), holds one, asking helps
ANSWERS = [
    ("front", POST, "R05", SHUT_OUT, False, False),
    ("other", POST, "R20", BOOKKEEPERS, False, True),
    ("admin", POST, "R09", [("back.accounting", "R09"), ("back.head", "R09")], False, False),
    ("auditor", POST, "R28", [("back.accounting", "R28"), ("back.head", "R28")], False, False),
    ("front", REQUEST, "R20", [("admin.access", "R01")], False, False),
]


@pytest.mark.parametrize(("who", "permission", "rule", "holders", "holds_one", "helps"), ANSWERS)
def test_a_no_tells_who_may_and_whether_asking_helps(cast, who, permission, rule, holders, holds_one, helps):
    person = fresh(getattr(cast, who))
    denied = can(person, permission)
    assert (denied.rule, denied.permission) == (rule, permission)
    why = why_not(person, rule=denied.rule, permission=denied.permission)
    assert why.rule.code == rule
    assert [(one.role.pk, one.clash and one.clash[1]) for one in why.holders] == holders
    assert (why.holds_one, why.helps_to_ask) == (holds_one, helps)


def test_names_of_people_are_for_who_may_see_people(cast):
    seen = {who: why_not(fresh(getattr(cast, who)), rule="R20", permission=POST) for who in ("front", "other")}
    assert [one.names for one in seen["front"].holders] == [[], []]
    assert [one.names for one in seen["other"].holders] == [["Bea Beleg", "Bert Buch"], ["Mara Manager"]]
    assert seen["other"].administrators == ["Ada Admin", "Anton Admin"]


def test_who_holds_the_role_needs_another_person(cast):
    why = why_not(fresh(cast.back), rule="R03", permission=POST)
    assert (why.holds_one, why.helps_to_ask) == (True, False)


def test_the_page_of_a_refusal_says_it(cast, client_of):
    page = client_of(cast.front).get(reverse("desk:people"))
    assert page.status_code == 403
    shown = page.content.decode()
    assert "desk.people:view" in shown
    assert "Ada Admin" not in shown


def test_what_nobody_declared_does_not_exist(cast, client_of):
    assert client_of(cast.front).get(reverse("desk:why", args=["accounting.secret:view"])).status_code == 404
    assert client_of(cast.front).get(reverse("desk:why", args=[POST]) + "?rule=R99").status_code == 200
