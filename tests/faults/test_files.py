"""Every bad file, handed in on the screen: refused in a sentence at the field, or kept so that nothing in it runs."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounting.models import Entry, ImportBatch
from accounting.queries.chain import verify_books
from accounting.tests.test_imports import row, upload
from foundation.documents.models import Document
from foundation.documents.queries import file_problems
from foundation.documents.vault import vault

from .corpus import INERT, REFUSED, bomb_pdf
from .forms import field_error, send


@pytest.fixture
def entry(capture):
    return capture()


@pytest.fixture
def hand_in(books, client_of, entry):
    """Attaches a file to the draft, in the browser of the clerk."""

    def hand_in(content, name):
        return send(
            client_of(books.back), entry.get_absolute_url(), reverse("accounting:entry_attach", args=[entry.pk]),
            file=SimpleUploadedFile(name, content),
        )  # fmt: skip

    return hand_in


@pytest.fixture
def unchanged(settings, entry):
    """After the test no file, no document and no entry has come, and the books are whole."""
    yield
    assert [*settings.FILES_DIR.glob("*"), *Document.objects.all(), *ImportBatch.objects.all()] == []
    assert list(Entry.objects.all()) == [entry]
    assert list(verify_books()) == []


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_document_is_refused_in_a_sentence(hand_in, unchanged, name):
    response = hand_in(REFUSED[name], name)
    assert response.status_code in (409, 422)
    assert field_error(response).endswith(".")


@pytest.mark.parametrize("name", INERT)
def test_what_is_kept_is_never_run(hand_in, client_of, books, name):
    assert hand_in(INERT[name], name).status_code == 302
    document = Document.objects.get()
    kept = client_of(books.back).get(reverse("documents:download", args=[document.pk]))
    assert b"".join(kept.streaming_content) == INERT[name]
    assert document.name == name.rpartition("/")[2]
    assert kept["Content-Disposition"].startswith("attachment")
    assert (kept["Content-Security-Policy"], kept["X-Content-Type-Options"]) == ("sandbox", "nosniff")


DAMAGES = {
    "missing": (lambda name: vault().delete(name), "fehlt"),
    "truncated": (lambda name: vault().put(name, b"Quitt"), "andere Größe"),
    "changed": (lambda name: vault().put(name, b"Quittunk"), "verändert"),
}


def test_a_file_that_is_not_as_it_was_stored_is_named_and_not_handed_out(hand_in, client_of, books):
    sentences = []
    for place, (damage, word) in enumerate(DAMAGES.values()):
        hand_in(f"Quittun{place}".encode(), "beleg.txt")
        document = Document.objects.latest("pk")
        damage(document.storage_name)
        page = client_of(books.back).get(reverse("documents:download", args=[document.pk]))
        (sentence,) = [problem for problem in file_problems() if f" {document.pk} " in problem]
        assert (page.status_code, sentence in unescape(page.content.decode()), word in sentence) == (409, True, True)
        sentences.append(sentence)
    with pytest.raises(CommandError) as named:
        call_command("verify_files")
    assert str(named.value).splitlines() == sentences


def test_a_pdf_that_unpacks_to_200_mb_is_not_unpacked(hand_in):
    assert hand_in(bomb_pdf(), "bombe.pdf").status_code == 302


def test_a_file_beyond_the_limit_is_413_and_the_rest_of_the_page_stands(hand_in, unchanged, settings):
    settings.MAX_UPLOAD_BYTES = 3_000_000
    response = hand_in(b"x" * 3_000_001, "gross.txt")
    assert (response.status_code, field_error(response)) == (413, "„gross.txt“ ist größer als 3 MB.")


BATCH = upload(row(3), row(4)).read()
OTHER_BATCHES = {
    "cut header": BATCH[:200],
    "older header": BATCH.replace(b'"EXTF";700', b'"EXTF";300', 1),
    "other category": BATCH.replace(b";21;", b";16;", 1),
    "no columns": BATCH.replace(b"Umsatz", b"Unsinn", 1),
    "utf-16": BATCH.decode("cp1252").encode("utf-16"),
    "bookings missing": b"\r\n".join(BATCH.split(b"\r\n")[:2]),
    "pdf": REFUSED["skript.pdf"],
    "zip": REFUSED["bombe.zip"],
    "xml": INERT["bombe.xml"],
    "nothing": b"",
    "zeros": bytes(10_000),
}


@pytest.mark.parametrize("case", OTHER_BATCHES)
def test_what_is_no_batch_is_refused_in_a_sentence(books, client_of, unchanged, case):
    address = reverse("accounting:import_new")
    file = SimpleUploadedFile("EXTF_Buchungsstapel.csv", OTHER_BATCHES[case])
    response = send(client_of(books.back), address, address, file=file)
    assert response.status_code in (409, 422)
    assert field_error(response).endswith(".")
