import json
from base64 import urlsafe_b64encode

import pytest

from foundation.organisation.models import Person
from foundation.screens.paging import page_of

ORDERS = ["joined_on", "-joined_on", "left_on", "-left_on", "last_name", "-pk", "unit__name", "company__name"]


@pytest.fixture
def staff(hire):
    """Ties in every column, and half of them never left."""
    for number in range(11):
        hire(
            f"P{number} Name{number % 3}",
            f"2024-01-0{number % 4 + 1}",
            None if number % 2 else f"2025-01-0{number % 3 + 1}",
        )


def whole(order):
    """The list that all pages together must give: sorted in Python, empty values last."""

    def value(person):
        for name in order.removeprefix("-").split("__"):
            person = getattr(person, name) if person else None
        return person

    falling = order.startswith("-")
    filled = [person for person in Person.objects.all() if value(person) is not None]
    empty = [person for person in Person.objects.all() if value(person) is None]
    return sorted(filled, key=lambda person: (value(person), person.pk), reverse=falling) + sorted(
        empty, key=lambda person: person.pk, reverse=falling
    )


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 2, 4, 11, 20])
def test_pages_forwards_and_backwards_give_the_whole_list(staff, order, size):
    pages = [page_of(Person.objects.all(), order=order, size=size)]
    while pages[-1].after:
        pages.append(page_of(Person.objects.all(), order=order, size=size, after=pages[-1].after))
    assert [person for page in pages for person in page.objects] == whole(order)

    back = [pages[-1]]
    while back[-1].before:
        back.append(page_of(Person.objects.all(), order=order, size=size, before=back[-1].before))
    assert [page.objects for page in reversed(back)] == [page.objects for page in pages]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[",
        b"{}",
        b"7",
        b'["joined_on", "yesterday", 1]',
        b'["joined_on", "2024-01-01", "one"]',
        b'["joined_on", "2024-01-01", null]',
        b'["joined_on", {"a": 1}, 1]',
        b'["joined_on", "2024-01-01", 99999999999999999999999]',
        b'["joined_on", "2024-01-01", 1e400]',
        b'["-joined_on", "2024-01-01", 1]',
        b'["company__name", "x", 1]',
        b"[" * 50_000,
    ],
)
def test_a_cursor_that_was_made_up_shows_the_first_page(staff, content):
    cursor = urlsafe_b64encode(content).decode()
    first = page_of(Person.objects.all(), order="joined_on", size=3)
    assert page_of(Person.objects.all(), order="joined_on", size=3, after=cursor) == first
    assert page_of(Person.objects.all(), order="joined_on", size=3, before=cursor) == first


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_text_that_no_database_holds_shows_the_first_page(staff, text):
    cursor = urlsafe_b64encode(json.dumps(["last_name", text, 1]).encode()).decode()
    first = page_of(Person.objects.all(), order="last_name", size=3)
    assert page_of(Person.objects.all(), order="last_name", size=3, after=cursor) == first


@pytest.mark.parametrize("cursor", ["ä", "a", "%%%", "=" * 9])
def test_a_cursor_that_is_no_base64_shows_the_first_page(staff, cursor):
    assert page_of(Person.objects.all(), size=3, after=cursor) == page_of(Person.objects.all(), size=3)


def test_nothing_is_counted_and_one_query_makes_a_page(staff, django_assert_num_queries):
    first = page_of(Person.objects.all(), order="left_on", size=3)
    with django_assert_num_queries(1) as queries:
        page_of(Person.objects.all(), order="left_on", size=3, after=first.after)
    assert "COUNT" not in queries.captured_queries[0]["sql"].upper()


def test_rows_that_come_between_pages_repeat_nothing(staff, hire):
    first = page_of(Person.objects.all(), order="joined_on", size=4)
    hire("Early Bird", "2020-01-01")
    second = page_of(Person.objects.all(), order="joined_on", size=4, after=first.after)
    assert not {person.pk for person in first.objects} & {person.pk for person in second.objects}
