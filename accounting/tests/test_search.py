"""What is found from the palette and the search page, by whom."""

from datetime import date

import pytest
from django.utils.translation import override

from accounting.actions.posting import post_entries
from accounting.search import amount_range, number_range
from accounting.tests.conftest import cash_sale
from conftest import fresh
from foundation.contacts.models import Partner, PartnerBankAccount
from foundation.records.actor import acting
from foundation.screens.search import find, nearness


def test_nearness_orders_exact_begun_slipped_and_alike():
    names = [["mueller"], ["muellerhoff"], ["muelle", "hans"], ["miller"], ["hans", "mueller"]]
    assert [nearness(["mueller"], name) for name in names] == [0, 1, 2, 3, 0]
    assert nearness(["mueller", "hans"], ["hanz", "mueller"]) == 2


@pytest.mark.parametrize(("begun", "span"), [("1", (10000, 19999)), ("0001", (10, 19)), ("00017", (17, 17))])
def test_a_number_begun_is_a_range(begun, span):
    assert number_range(begun) == span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1.190,00", (119000, 119000)),
        ("1190", (119000, 119099)),
        ("1.190", (119000, 119099)),
        ("-1.190,00 €", (119000, 119000)),
        ("1190,5", (119050, 119050)),
        ("Müller", None),
    ],
)
def test_an_amount_typed_in_full_is_that_amount_and_one_begun_a_range(text, span):
    assert amount_range(text) == span


@pytest.fixture
def world(books, capture):
    """An entry of 1.190,00, a customer with an IBAN, and the cast."""
    with acting("system:test"):
        partner = Partner.objects.create(
            company=books.company, number="K-10001", kind="customer", name="Müller Logistik", city="Kiel",
            vat_id="DE123456789",
        )  # fmt: skip
        PartnerBankAccount.objects.create(
            partner=partner, iban="DE89370400440532013000", holder="Müller", valid_from=date(2026, 1, 1)
        )
        entry = capture(text="Müllabfuhr", document_number="RE-4711", lines=cash_sale(1_190_00))
    post_entries([entry.pk], by=fresh(books.second))
    return books


def titles(person, text, **options):
    with override("de"):
        return {
            group.provider.kind: [hit.title for hit in group.hits] for group in find(fresh(person), text, **options)
        }


MUELLER = {"partners": ["Müller Logistik"]}
ENTRY = {"entries": ["AB-2026-00001 – Müllabfuhr"]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Müller", MUELLER),
        ("mueller", MUELLER),
        ("MILLER", MUELLER),
        ("muler logistk", MUELLER),
        ("logistik kiel", MUELLER),
        ("logistik lübeck", {}),
        ("K-10001", MUELLER),
        ("DE89 3704 0044", MUELLER),
        ("DE1234", MUELLER),
        ("Müller-Logistik", MUELLER),
        ("AB-2026-0000", ENTRY),
        ("ab-2026-00001", ENTRY),
        ("AB-2025-00001", {}),
        ("RE-47", ENTRY),
        ("1.190,00", ENTRY),
        ("1190", {"accounts": ["1190 LZB-Guthaben"]} | ENTRY),
        ("1.190,01", {}),
        ("8400", {"accounts": ["8400 Erlöse 19 % USt"]}),
        ("m", {}),
        ("  ", {}),
        ("%%", {}),
        ("__", {}),
        ("\x00\x00", {}),
        ("9" * 90, {}),
    ],
)
def test_a_bookkeeper_finds(world, text, found):
    assert titles(world.back, text) == found


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("front", set()),
        ("back", {"accounts", "entries", "partners"}),
        ("manager", {"accounts", "entries", "partners", "people"}),
        ("other", {"people"}),
        ("admin", {"people"}),
        ("sysadmin", {"people"}),
        ("auditor", {"accounts", "entries", "partners", "people"}),
    ],
)
def test_each_finds_only_what_he_may_see(world, who, kinds):
    asked = ("mueller", "8400", "RE-4711", "Bert", "1.190,00", "DE89")
    assert {kind for text in asked for kind in titles(getattr(world, who), text)} == kinds


def test_ten_hits_ask_as_often_as_one(world, django_assert_max_num_queries):
    def make(number):
        with acting("system:test"):
            Partner.objects.create(
                company=world.company, number=f"K-{number}", kind="customer", name=f"Petersen {number}"
            )

    make(1)
    with django_assert_max_num_queries(22) as one:
        find(fresh(world.manager), "petresen")
    for number in range(2, 12):
        make(number)
    with django_assert_max_num_queries(len(one)):
        groups = find(fresh(world.manager), "petresen", limit=10)
    assert [(len(group.hits), group.more) for group in groups] == [(10, True)]


BOOKKEEPING = ["/accounting/entries/new/", "/accounting/imports/new/", "/accounting/accounts/new/"]
OWN = ["/desk/deputies/new/", "/desk/block-leave/new/", "/profile/", "/accounts/2fa/"]
INCIDENT = "/risk/incidents/new/"


@pytest.mark.parametrize(
    ("who", "actions"),
    [
        ("front", [*OWN, "/risk/credits/new/", INCIDENT, "/settlement/deals/new/", "/workorders/new/"]),
        ("back", [*OWN, *BOOKKEEPING, INCIDENT]),
        ("manager", [*OWN, INCIDENT]),
        ("auditor", ["/profile/", "/accounts/2fa/", INCIDENT]),
    ],
)
def test_the_palette_offers_what_one_may_do(world, client_of, who, actions):
    sections = client_of(getattr(world, who)).get("/search/palette/").context["sections"]
    assert [choice.url for choice in sections[0].choices] == actions


@pytest.mark.parametrize("address", ["/search/palette/", "/search/"])
@pytest.mark.parametrize("text", ["", "buch", "8400", "1.190,00", "mueller", "RE-4711", "bilanz"])
def test_the_front_office_meets_nothing_of_the_books(world, client_of, address, text):
    page = client_of(world.front).get(address, {"q": text}).content.decode()
    assert [word for word in ("/accounting/", "/contacts/", "Erlöse", "Müllabfuhr", "Logistik") if word in page] == []


def test_the_hits_of_one_kind_come_page_by_page(world, client_of):
    with acting("system:test"):
        for number in range(25):
            Partner.objects.create(company=world.company, number=f"P-{number:02}", kind="customer", name="Petersen")
    back = client_of(world.back)

    def hits(**asked):
        groups = back.get("/search/", {"q": "petersen", **asked}).context["groups"]
        return [(len(group.hits), group.more) for group in groups]

    assert hits() == [(5, True)]
    assert [hits(kind="partners", page=page) for page in (1, 2, 3, "x", 10**60)] == [
        [(20, True)], [(5, False)], [], [(20, True)], [(20, True)],
    ]  # fmt: skip
    assert hits(kind="people") == []
