import re
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse

from foundation.contacts.models import Partner
from foundation.lib.errors import BusinessError
from foundation.organisation.models import Person
from foundation.records.actor import acting
from foundation.screens import palette
from foundation.screens.actions import begin_with, change_view, remove_view, save_view
from foundation.screens.models import SavedView
from foundation.screens.shelf_forms import moved

LIST, PATH = "contacts:partners", "/contacts/"


@pytest.fixture
def keep(cast):
    """`keep("Kunden", "kind=customer")` saves a view of the partners, of Bert unless somebody else is named."""

    def keep(name, query, *, by=cast.back, **options):
        return save_view(by=by, list=LIST, name=name, query=query, **options)

    return keep


def sent(address, **fields):
    return {"address": address, "command_id": uuid4(), **fields}


def tabs(client, query="?view=all"):
    """The tabs above the list, the chosen one in brackets."""
    page = client.get(PATH + query, headers={"HX-Request": "true"}).content.decode()
    found = re.findall(r'<a class="tab" href="[^"]*"( aria-current)?[^>]*>([^<]*)', page)
    return [f"[{label}]" if chosen else label for chosen, label in found]


def test_a_view_keeps_the_filters_and_the_order_and_nothing_else(cast, client_of):
    back = client_of(cast.back)
    address = f"{PATH}?kind=customer&search=&sort=-name&after=abc&format=csv&view=7&panel=view"
    answer = back.post(reverse("view_save"), sent(address, name="Kunden"))
    view = SavedView.objects.get()
    assert (view.list, view.query, view.maker, view.shared) == (LIST, "kind=customer&sort=-name", cast.back, False)
    assert answer.url == f"{PATH}?kind=customer&sort=-name&view={view.pk}"
    assert tabs(back, answer.url.removeprefix(PATH)) == ["Alle", "[Kunden]"]


def test_own_views_are_ones_own_and_shared_ones_everybodys_who_sees_the_list(cast, keep, client_of):
    keep("Meine", "kind=customer")
    keep("Alle Lieferanten", "kind=supplier", shared=True)
    assert tabs(client_of(cast.back)) == ["[Alle]", "Alle Lieferanten", "Meine"]
    assert tabs(client_of(cast.manager)) == ["[Alle]", "Alle Lieferanten"]


@pytest.mark.parametrize(
    ("who", "text", "found"),
    [("back", "kund", ["Kunden"]), ("manager", "kund", ["Kunden"]), ("other", "kund", []), ("back", "lief", [])],
)
def test_the_palette_finds_the_views_of_lists_that_one_may_see(cast, keep, ask, who, text, found):
    keep("Kunden", "kind=customer", shared=True)
    sections = palette.sections(ask(person=getattr(cast, who)), text)
    assert [choice.title for section in sections for choice in section.choices if "view=" in choice.url] == found


def test_a_list_opens_with_the_view_that_one_chose_until_one_asks_for_all(cast, keep, client_of):
    view = keep("Kunden", "kind=customer", shared=True)
    manager = client_of(cast.manager)
    opening = reverse("view_first", args=[view.pk])
    manager.post(opening, sent(PATH, first="1"))
    assert manager.get(PATH).url == f"{PATH}?kind=customer&view={view.pk}"
    assert manager.get(f"{PATH}?view=all").status_code == 200
    assert client_of(cast.back).get(PATH).status_code == 200
    manager.post(opening, sent(PATH))
    assert manager.get(PATH).status_code == 200


def test_a_list_whose_first_view_is_gone_opens_as_a_whole(cast, keep, client_of):
    view = keep("Kunden", "kind=customer", shared=True)
    begin_with(view, by=cast.manager, first=True)
    remove_view(view, by=cast.back)
    assert client_of(cast.manager).get(PATH).status_code == 200


def test_names_are_unique_for_each_maker_and_among_what_is_shared(cast, keep):
    keep("Kunden", "kind=customer", shared=True)
    keep("Kunden", "kind=customer", by=cast.manager)
    for taken in ({"by": cast.back}, {"by": cast.second, "shared": True}):
        with pytest.raises(BusinessError) as refused:
            keep("Kunden", "", **taken)
        assert refused.value.code == "view.there"


def test_only_its_maker_changes_or_removes_a_view(cast, keep, client_of):
    view = keep("Kunden", "kind=customer", shared=True)
    manager = client_of(cast.manager)
    for act in (
        lambda: change_view(view, by=cast.manager, name="Meine", query=""),
        lambda: remove_view(view, by=cast.manager),
    ):
        with pytest.raises(BusinessError) as refused:
            act()
        assert refused.value.code == "screens.view_own"
    assert manager.post(reverse("view_remove", args=[view.pk]), sent(PATH)).status_code == 409
    assert SavedView.objects.get().name == "Kunden"


def test_what_somebody_shared_and_left_behind_is_removed_by_any_reader(cast, keep, client_of):
    view = keep("Kunden", "kind=customer", shared=True)
    keep("Meine", "kind=customer")
    manager, remove = client_of(cast.manager), reverse("view_remove", args=[view.pk])
    assert remove not in manager.get(f"{PATH}?view={view.pk}&panel=view").content.decode()
    with acting("system:test"):
        Person.objects.filter(pk=cast.back.pk).update(left_on="2026-01-31")
    with pytest.raises(BusinessError):
        change_view(view, by=cast.manager, name="Meine", query="")
    assert remove in manager.get(f"{PATH}?view={view.pk}&panel=view").content.decode()
    assert manager.post(remove, sent(PATH)).status_code == 302
    with pytest.raises(IntegrityError, match="screens.view_own"), acting(cast.manager):
        SavedView.objects.all().delete()
    assert [view.name for view in SavedView.objects.all()] == ["Meine"]


def test_the_database_lets_no_view_change_hands_or_lists(cast, keep):
    keep("Kunden", "")
    for who, change in ((cast.manager, {"maker": cast.manager}), (cast.back, {"list": "jobs:list"})):
        with pytest.raises(IntegrityError, match="screens.view_kept"), acting(who):
            SavedView.objects.update(**change)
    for write in (lambda rows: rows.update(name="Unsere"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="screens.view_own"), acting(cast.manager):
            write(SavedView.objects.all())


@pytest.mark.parametrize(
    "address",
    ["https://example.com/contacts/", "//example.com/contacts/", "/nowhere/", "/desk/audit/", "/accounts/login/", ""],
)
def test_a_view_is_of_a_list_that_one_may_see(cast, client_of, address):
    answer = client_of(cast.back).post(reverse("view_save"), sent(address, name="Kunden"))
    assert (answer.status_code, SavedView.objects.count()) == (422, 0)


def test_a_view_that_makes_no_sense_any_more_filters_as_its_address_would(cast, keep, client_of):
    view = keep("Alt", "kind=nonsense&sort=gone&<script>=1")
    assert client_of(cast.back).get(f"{PATH}?{view.question}").status_code == 200


def test_the_question_is_a_part_for_the_dialog_and_a_page_without_one(cast, keep, client_of):
    back, view = client_of(cast.back), keep("Kunden", "kind=customer")
    part = back.get(f"{PATH}?{view.question}&panel=view", headers={"HX-Request": "true", "HX-Target": "panel"})
    page = back.get(f"{PATH}?{view.question}&panel=view")
    assert [b"<html" in answer.content for answer in (part, page)] == [False, True]
    assert all(b'value="Kunden"' in answer.content for answer in (part, page))


def heads(client, query=""):
    page = client.get(PATH + query, headers={"HX-Request": "true"}).content.decode()
    return re.findall(r'<td[^>]* data-label="([^"]*)"', page)


def test_columns_are_kept_for_each_person_and_list(cast, client_of):
    with acting("system:test"):
        Partner.objects.create(company=cast.company, number="10001", kind="customer", name="Ahorn")
    back, choose = client_of(cast.back), reverse("list_columns")
    at_first = heads(back)
    assert back.post(choose, sent(PATH, columns=["phone", "number", "<b>"])).url == PATH
    assert heads(back) == ["Telefon", "Nummer"]
    assert heads(client_of(cast.manager)) == at_first
    back.post(choose, sent(PATH, columns=["name"], reset="1"))
    assert heads(back) == at_first


def asked(client, address):
    """The panel of the columns: where it stands, and the names that are ticked."""
    page = client.get(address)
    ticked = re.findall(r'name="columns" value="(\w+)" checked', page.content.decode())
    return page.context["form"].initial["address"], ticked


def test_columns_that_were_chosen_are_chosen_anew(cast, client_of):
    back, choose = client_of(cast.back), reverse("list_columns")
    back.post(choose, sent(PATH, columns=["number", "phone"]))
    address, ticked = asked(back, f"{PATH}?kind=customer&panel=columns")
    assert (address, ticked) == (f"{PATH}?kind=customer", ["number", "phone"])
    back.post(choose, sent(address, columns=["email"]))
    assert asked(back, f"{PATH}?panel=columns") == (PATH, ["number", "email"])


def test_an_arrow_without_javascript_forgets_neither_ticks_nor_filters(cast, client_of):
    back = client_of(cast.back)
    form = sent(f"{PATH}?kind=customer", columns=["number", "phone", "email"], move="up email")
    answer = back.post(reverse("list_columns"), form)
    assert asked(back, answer.url) == (f"{PATH}?kind=customer", ["number", "email", "phone"])


@pytest.mark.parametrize(
    ("move", "order"), [("up b", "bac"), ("down b", "acb"), ("up a", "abc"), ("down c", "abc"), ("up x", "abc")]
)
def test_a_column_moves_by_one_place(move, order):
    assert "".join(moved(list("abc"), *move.split())) == order


def test_a_view_brings_its_columns_and_they_change_in_its_address(cast, keep, client_of):
    with acting("system:test"):
        Partner.objects.create(company=cast.company, number="10001", kind="customer", name="Ahorn")
    back, view = client_of(cast.back), keep("Telefonliste", "columns=number,phone")
    assert heads(back, f"?{view.question}") == ["Nummer", "Telefon"]
    changed = back.post(reverse("list_columns"), sent(f"{PATH}?{view.question}", columns=["number", "email"]))
    assert changed.url == f"{PATH}?columns=number%2Cemail&view={view.pk}"
    assert tabs(back, changed.url.removeprefix(PATH)) == ["Alle", "[Telefonliste]"]
    assert heads(back, "?columns=gone") != []


def test_what_is_saved_holds_the_columns_that_are_seen(cast, client_of):
    back = client_of(cast.back)
    back.post(reverse("list_columns"), sent(PATH, columns=["number", "phone"]))
    panel = back.get(f"{PATH}?kind=customer&panel=view", headers={"HX-Request": "true", "HX-Target": "panel"})
    assert panel.context["form"].initial["address"] == f"{PATH}?kind=customer&columns=number%2Cphone"
