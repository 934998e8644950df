from uuid import uuid4

import pytest
from django.utils.translation import ngettext_lazy

from foundation.lib.errors import Conflict
from foundation.organisation.models import Person
from foundation.records.actor import acting
from foundation.screens.bulk import MOST, Bulk, bulk_page
from foundation.screens.tables import Column, Table
from foundation.screens.views import Action, list_page

TABLE = Table(Column("name", "Name", value=str, link=lambda row: "/"), Column("pay", "Pay", value="pk", kind="amount"))
pytestmark = pytest.mark.urls("foundation.screens.tests.urls")


@pytest.fixture
def staff(hire):
    return [hire("Ada Sommer"), hire("Ben Winter"), hire("Cem Herbst")]


def leave(chosen, data):
    """Nobody whose name begins with C, whatever was chosen."""
    for person in chosen:
        Person.objects.filter(pk=person.pk).update(left_on="2026-01-31")
        if person.first_name.startswith("C"):
            raise Conflict("test.stays", "Cem stays.")


def ask_for(request):
    return bulk_page(
        request, name="person", rows=Person.objects.order_by("pk"), table=TABLE, act=leave, permission="", title="Leave",
        why_not=lambda row: "Ben stays." if row.first_name == "Ben" else "", message="Left.", back=("People", "/people/"),
        submit=ngettext_lazy("%(number)d leaves", "%(number)d leave", "number"),
    )  # fmt: skip


def left():
    return set(Person.objects.exclude(left_on=None).values_list("first_name", flat=True))


def sent(ask, chosen):
    request = ask(method="post", data={"person": [row.pk for row in chosen], "command_id": uuid4()})
    with acting("system:test"):
        return ask_for(request)


def test_the_look_shows_what_would_happen_and_what_stays_with_its_reason(staff, ask):
    page = ask_for(ask("?" + "&".join(f"person={row.pk}" for row in staff))).content.decode()
    assert "2 leave" in page
    assert page.index("Ben Winter") < page.index("Ben stays.") < page.index("Ada Sommer") < page.index("Cem Herbst")
    assert f'name="person" value="{staff[0].pk}"' in page
    assert f'name="person" value="{staff[1].pk}"' not in page
    assert left() == set()


def test_all_of_them_or_none(staff, ask):
    ada, ben, cem = staff
    assert (sent(ask, [ada, cem]).status_code, left()) == (409, set())
    assert (sent(ask, [ada, ben]).url, left()) == ("/people/", {"Ada", "Ben"})


@pytest.mark.parametrize("keys", [[], ["x", "-1", "9" * 40, "12345"], ["7"] * MOST])
def test_keys_that_mean_nothing_choose_nothing(staff, ask, keys):
    page = ask_for(ask("?" + "&".join(f"person={key}" for key in keys)))
    assert b"<form method" not in page.content.split(b"<main")[1].split(b"</main")[0]


@pytest.mark.parametrize(("permission", "boxes"), [("", 2), ("jobs.job:retry", 0)])
def test_boxes_stand_before_rows_that_can_be_chosen_for_whom_may(staff, ask, permission, boxes):
    bulk = Bulk("person", [Action("Leave", "/leave/", permission)], choosable=lambda row: row.first_name != "Ben")
    options = {"queryset": Person.objects.all(), "table": TABLE, "title": "People", "bulk": bulk}
    page = list_page(ask(), **options).content.decode()
    assert page.count('name="person"') == boxes
    assert page.count('formaction="/leave/"') == min(boxes, 1)
    assert ("Auswählen" in page) == (boxes > 0)
    file = list_page(ask("?format=csv", person=staff[0]), **options)
    assert b"".join(file.streaming_content).decode("utf-8-sig").splitlines()[0] == "Name;Pay"


def test_no_column_of_boxes_where_nothing_can_be_chosen(staff, ask):
    """The buttons are there, for a filter may bring rows that can be; the style sheet hides them until then."""
    bulk = Bulk("person", [Action("Leave", "/leave/")], choosable=lambda row: False)
    page = list_page(ask(), queryset=Person.objects.all(), table=TABLE, title="People", bulk=bulk).content.decode()
    assert ("Auswählen" in page, 'formaction="/leave/"' in page) == (False, True)
