"""When the ground gives way: no answer from the database, or no space on the disk."""

import errno
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import reverse

from foundation.documents import uploads
from foundation.documents.models import Document
from foundation.screens.trouble import broken

from .forms import field_error


def answer_to(error):
    try:
        raise error
    except type(error):
        response = broken(RequestFactory().get("/"))
    return response.status_code, response.get("Retry-After"), response.content.decode()


@pytest.mark.parametrize(
    ("error", "status", "again", "words"),
    [
        (OperationalError("connection refused"), 503, "10", "Die Datenbank antwortet nicht"),
        (OperationalError("database is locked"), 503, "10", "Die Datenbank antwortet nicht"),
        (OperationalError("database or disk is full"), 507, None, "Es ist kein Platz mehr frei"),
        (OSError(errno.ENOSPC, "No space left on device"), 507, None, "Es ist kein Platz mehr frei"),
        (ImproperlyConfigured("anything else"), 500, None, "Fehler 500"),
    ],
)
def test_the_page_says_what_gave_way(error, status, again, words):
    got, retry, page = answer_to(error)
    assert (got, retry) == (status, again)
    assert words in page


def full_disk(file, data):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_fills_while_a_file_comes_in_is_507_at_the_field(books, client_of, capture, monkeypatch):
    monkeypatch.setattr(uploads.Incoming, "write", full_disk, raising=False)
    entry = capture()
    address = reverse("accounting:entry_attach", args=[entry.pk])
    file = SimpleUploadedFile("beleg.txt", b"x" * 3_000_000)
    response = client_of(books.back).post(address, {"command_id": uuid4(), "file": file})
    sentence = "Für Dateien ist kein Platz mehr. Es wurde nichts gespeichert."
    assert (response.status_code, field_error(response)) == (507, sentence)
    assert not Document.objects.exists()
