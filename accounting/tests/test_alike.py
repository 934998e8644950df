"""The same file, the same document: it is told before it is there twice."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounting.actions.books import add_account
from accounting.actions.entries import attach_document
from accounting.calc.lines import LineData
from accounting.choices import AccountKind
from accounting.models import Entry, EntryDocument, ImportBatch
from accounting.queries.alike import same_document
from conftest import fresh
from foundation.records.actor import acting

SALE = [LineData("10001", debit=119_00), LineData("8400", credit=119_00, tax_code="USt19")]


def file(content=b"Quittung", name="beleg.txt"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def attach(books, client_of):
    client = client_of(books.back)

    def attach(entry, *files, **more):
        headers = {"HX-Request": "true"} if more.pop("in_place", False) else {}
        sent = {"command_id": str(uuid4()), "file": list(files), **more}
        return client.post(reverse("accounting:entry_attach", args=[entry.pk]), sent, headers=headers)

    return attach


def attached(entry):
    return list(entry.documents.order_by("pk").values_list("document__name", flat=True))


def test_several_files_are_attached_at_once_or_none(capture, attach):
    entry = capture()
    assert attach(entry, file(b"a", "a.txt"), file(b"b", "b.txt")).url == entry.get_absolute_url()
    assert attach(entry, file(b"c", "c.txt"), file(b"MZ\x00\x01", "d.pdf")).status_code == 409
    assert attached(entry) == ["a.txt", "b.txt"]


def test_the_same_file_comes_to_an_entry_once(capture, attach):
    entry = capture()
    attach(entry, file())
    for again in (attach(entry, file(name="kopie.txt")), attach(entry, file(name="kopie.txt"), anyway="on")):
        assert (again.status_code, "kopie.txt" in again.content.decode()) == (409, True)
    assert attach(capture(), file(b"x"), file(b"x", "y.txt")).status_code == 409
    assert attached(entry) == ["beleg.txt"]


def test_a_file_of_another_entry_is_named_and_attached_when_asked_to(books, capture, attach):
    first, second = capture(), capture()
    attach_document(first, by=fresh(books.second), upload=file())
    refused = attach(second, file(name="kopie.txt"), in_place=True)
    told = refused.content.decode()
    assert (refused.status_code, first.get_absolute_url() in told, "Bea Beleg" in told) == (409, True, True)
    assert "data-anyway" in told and "<html" not in told
    assert 'name="anyway"' in attach(second, file()).content.decode()
    assert attach(second, file(), anyway="on", in_place=True).status_code == 204
    assert EntryDocument.objects.count() == 2


def test_an_entry_that_nobody_sees_yet_is_not_told(books, capture, attach):
    """It belongs to an import that is not finished."""
    second = capture()
    known = ("company", "journal", "fiscal_year", "period", "posting_date", "document_date", "text", "captured_by")
    with acting(books.back):
        batch = ImportBatch.objects.create(company=books.company, name="x", uploaded_by=books.back, state="importing")
        first = Entry.objects.create(batch=batch, **{name: getattr(second, name) for name in known})
    attach_document(first, by=fresh(books.back), upload=file())
    assert attach(second, file()).status_code == 302


@pytest.fixture
def sale(books, capture):
    add_account(by=fresh(books.back), company=books.company, number="10001", name="Ahorn", kind=AccountKind.ASSET)

    def sale(**more):
        return capture(**{"lines": SALE, "document_number": "RE-1"} | more)

    return sale


def test_the_same_document_of_a_partner_is_hinted_at(books, sale, client_of):
    first, second = sale(), sale()
    other = [sale(document_number="RE-2"), sale(lines=[LineData("1200", debit=119_00), *SALE[1:]])]
    client = client_of(books.back)
    for entry, hinted in ((second, True), (other[0], False), (other[1], False)):
        page = client.get(entry.get_absolute_url()).content.decode()
        assert (f'"{first.get_absolute_url()}"' in page) is hinted
    typed = {
        "posting_date": "150326", "document_number": "RE-1", "line-0-account": "10001", "line-0-debit": "119,00",
        "line-1-account": "8400", "line-1-credit": "119,00", "line-1-tax_code": "USt19",
    }  # fmt: skip
    told = client.post(f"{reverse('accounting:proposal')}?entry={second.pk}", typed).context["alike"]
    assert told == [first]


def test_nothing_is_asked_without_number_partner_and_amount(books, django_assert_num_queries):
    books.company.ledger  # noqa: B018 - read once
    with django_assert_num_queries(0):
        for number, accounts, total in (("", {"10001"}, 1), ("RE-1", {"1200"}, 1), ("RE-1", {"10001"}, 0)):
            assert same_document(books.back, books.company, number, accounts, total) == []
