import re
from datetime import date, datetime

import pytest
from django.db.models import DateTimeField, Value
from django.http import QueryDict
from django.test import override_settings
from django.utils.translation import override

from foundation.lib.errors import BusinessError
from foundation.organisation.models import Company, Person
from foundation.screens import views
from foundation.screens.filters import AmountRangeFilter, ChoiceFilter, DateRangeFilter, Filters, SearchFilter
from foundation.screens.tables import Column, Status, Table
from foundation.screens.views import list_page

PEOPLE = Table(
    Column("name", "Name", value=str, kind="link", link=lambda person: f"/people/{person.pk}/", sort="last_name"),
    Column("company", "Company", value="company.name"),
    Column("unit", "Unit", value="unit.name"),
    Column("joined_on", "Joined", kind="date", sort="joined_on"),
    Column("pay", "Pay", value=lambda person: -123456, kind="amount"),
    Column("state", "State", value=lambda person: Status("posted", "here"), kind="status"),
    order="name",
)


class PeopleFilters(Filters):
    search = SearchFilter("last_name", "first_name")
    company = ChoiceFilter("company__code", [("nordlicht", "Nordlicht")], label="Company")
    joined = DateRangeFilter("joined_on", label="Joined")
    pay = AmountRangeFilter("company_id", label="Pay")


@pytest.fixture
def staff(hire):
    return [hire("Ada Sommer", "2024-01-01"), hire("Ben Winter", "2024-02-01"), hire("Cem Herbst", "2024-03-01")]


def page(request, **options):
    people = Person.objects.select_related("company", "unit")
    return list_page(
        request, queryset=people, table=PEOPLE, filters=PeopleFilters(request.GET), title="People", **options
    )


def names(request):
    return re.findall(r"/people/\d+/\">([^<]*)<", page(request).content.decode())


HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Cem Herbst", "Ada Sommer", "Ben Winter"]),
        ("?sort=-name", ["Ben Winter", "Ada Sommer", "Cem Herbst"]),
        ("?sort=-joined_on", ["Cem Herbst", "Ben Winter", "Ada Sommer"]),
        ("?sort=company__code", ["Cem Herbst", "Ada Sommer", "Ben Winter"]),
        ("?sort=email", ["Cem Herbst", "Ada Sommer", "Ben Winter"]),
        ("?sort=--name", ["Cem Herbst", "Ada Sommer", "Ben Winter"]),
        ("?search=SOM", ["Ada Sommer"]),
        ("?search=ada+som", ["Ada Sommer"]),
        ("?search=ada+winter", []),
        ("?joined_from=1.2.24", ["Cem Herbst", "Ben Winter"]),
        ("?joined_from=1.2.24&joined_to=290224", ["Ben Winter"]),
        ("?company=nordlicht", ["Cem Herbst", "Ada Sommer", "Ben Winter"]),
        ("?company=other", ["Cem Herbst", "Ada Sommer", "Ben Winter"]),
        ("?joined_from=1.3.24&joined_to=1.1.24&search=ada", ["Ada Sommer"]),
        ("?pay_from=1.000.000,00", []),
    ],
)
def test_the_address_sorts_and_filters(staff, ask, query, expected):
    assert names(ask(query, **HTMX)) == expected


@override_settings(ROOT_URLCONF="foundation.screens.tests.urls")
@pytest.mark.parametrize(
    "query", ["?company=other", "?joined_from=99.99.99", "?joined_from=1.3.24&joined_to=1.1.24", "?pay_to=lots"]
)
def test_a_filter_that_makes_no_sense_says_so_at_its_field(staff, ask, query):
    field = query[1:].split("_")[0].split("=")[0]
    full, partial = page(ask(query)).content.decode(), page(ask(query, **HTMX)).content.decode()
    assert f'<div id="id_{field}_error" aria-live="polite"><p class="field-error">' in full
    assert f'<div id="id_{field}_error" aria-live="polite" hx-swap-oob="true"><p class="field-error">' in partial
    assert 'aria-invalid="true"' in full


def test_active_filters_can_be_removed_one_by_one(staff):
    filters = PeopleFilters(QueryDict("search=ada&joined_from=1.1.24&joined_to=&sort=-name&after=abc&format=csv"))
    with override("en"):
        chips = [(str(chip.label), str(chip.value), chip.without) for chip in filters.chips()]
    assert chips == [
        ("Search", "ada", "joined_from=1.1.24&sort=-name"),
        ("Joined", "from 01.01.2024", "search=ada&sort=-name"),
    ]


def test_htmx_gets_the_table_alone_and_a_clean_address(staff, ask):
    response = page(ask("?search=ada&company=&joined_from=", **HTMX))
    assert b"<html" not in response.content
    assert response["HX-Push-Url"] == "/people/?search=ada"


@override_settings(ROOT_URLCONF="foundation.screens.tests.urls")
def test_filters_keep_the_order_that_a_heading_gave(staff, ask):
    """It comes with the rows, and belongs to the form of the filters wherever it stands."""
    rows = page(ask("?sort=-name&search=a", **HTMX)).content.decode()
    assert '<input type="hidden" form="filters" name="sort" value="-name">' in rows
    assert 'id="filters" method="get"' in page(ask()).content.decode()


@override_settings(ROOT_URLCONF="foundation.screens.tests.urls")
@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_boosted_link_and_a_restored_page_get_the_whole_page(staff, ask, header):
    assert b"<html" in page(ask(**HTMX, **{header: "true"})).content


def test_cells_cannot_be_markup(hire, ask):
    hire("<b>x</b> <i>y</i>")
    assert "&lt;b&gt;x&lt;/b&gt; &lt;i&gt;y&lt;/i&gt;</a>" in page(ask(**HTMX)).content.decode()


def test_amounts_are_written_in_the_language_of_the_reader(staff, ask):
    with override("de"):
        assert '<td class="amount" data-label="Pay">-1.234,56</td>' in page(ask(**HTMX)).content.decode()
    with override("en"):
        assert '<td class="amount" data-label="Pay">-1,234.56</td>' in page(ask(**HTMX)).content.decode()


def test_pages_are_linked_both_ways(staff, ask):
    first = page(ask(**HTMX), page_size=1).content.decode()
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first


def test_an_empty_list_says_why_and_an_over_filtered_one_how_to_go_on(db, ask):
    with override("en"):
        assert "There is nothing here yet." in page(ask(**HTMX)).content.decode()
        assert "Nothing fits these filters." in page(ask("?search=x", **HTMX)).content.decode()


def test_the_file_holds_all_rows_of_the_filter_in_the_order_of_the_list(hire, ask):
    hire("=1+1 Sommer", "2024-01-01")
    hire("A;b Sommer", "2024-02-01")
    response = page(ask("?format=csv&search=sommer&sort=-joined_on", person=hire("Ben Winter")), page_size=1)
    assert response["Content-Disposition"] == 'attachment; filename="people.csv"'
    assert b"".join(response.streaming_content).decode("utf-8-sig").splitlines() == [
        "Name;Company;Unit;Joined;Pay;State",
        '"A;b Sommer";Nordlicht Handel GmbH;;01.02.2024;-1234,56;here',
        "'=1+1 Sommer;Nordlicht Handel GmbH;;01.01.2024;-1234,56;here",
    ]


def test_the_workbook_is_a_workbook(hire, ask):
    response = page(ask("?format=xlsx", person=hire("Ben Winter")))
    assert response.content[:2] == b"PK"
    assert response["Content-Type"] == views.XLSX


def test_a_file_of_too_many_rows_is_refused_as_a_whole(staff, ask, monkeypatch):
    monkeypatch.setattr(views, "EXPORT_LIMIT", 2)
    reader = Person.objects.first()
    with pytest.raises(BusinessError) as refused:
        page(ask("?format=csv", person=reader))
    assert refused.value.code == "list.too_long"
    assert b"".join(page(ask("?format=csv&search=e&joined_to=1.2.24", person=reader)).streaming_content)


@override_settings(ROOT_URLCONF="foundation.screens.tests.urls")
def test_a_list_of_three_asks_as_often_as_a_list_of_one(hire, ask, django_assert_num_queries):
    hire("Ada Sommer")
    with django_assert_num_queries(1):
        page(ask())
    hire("Ben Winter")
    hire("Cem Herbst")
    with django_assert_num_queries(1):
        page(ask())


def test_days_of_a_moment_are_days_in_berlin(company):
    field = DateRangeFilter("at", moments=True)
    day = field.compress([date(2026, 7, 1), date(2026, 7, 1)])
    for moment, inside in [("06-30T21:59", 0), ("06-30T22:00", 1), ("07-01T21:59", 1), ("07-01T22:00", 0)]:
        at = Value(datetime.fromisoformat(f"2026-{moment}+00:00"), output_field=DateTimeField())
        assert field.narrow(Company.objects.annotate(at=at), day).count() == inside


COLUMNS = Table(
    Column("name", "Name", link=lambda row: "/"), Column("city", "City"), Column("phone", "Phone", shown=False)
)


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([], "name city"),
        (["phone"], "name phone"),
        (["city", "name"], "city name"),
        (["phone", "phone", "gone", "city"], "name phone city"),
        (["gone"], "name city"),
    ],
)
def test_a_table_shows_the_columns_that_were_chosen_and_always_its_link(names, shown):
    table = COLUMNS.chosen(names)
    assert " ".join(column.name for column in table.columns) == shown
    assert {*table.columns, *table.rest} == set(COLUMNS.available)


@pytest.mark.parametrize(("query", "selects"), [("", 1), ("?columns=name,company", 1)])
def test_a_relation_is_read_together_with_the_rows(staff, ask, django_assert_num_queries, query, selects):
    table = Table(PEOPLE.available[0], Column("company", "Company", relation="company", shown=False), order="name")
    with django_assert_num_queries(selects):
        list_page(ask(query, **HTMX), queryset=Person.objects.all(), table=table, title="People")


def test_the_file_follows_the_choice_of_columns(hire, ask):
    response = page(ask("?format=csv&columns=joined_on,name", person=hire("Ada Sommer")))
    assert b"".join(response.streaming_content).decode("utf-8-sig").splitlines() == [
        "Joined;Name",
        "01.01.2024;Ada Sommer",
    ]
