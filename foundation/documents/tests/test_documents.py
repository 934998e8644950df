import errno
import io
import time
import zipfile
from datetime import date

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.http import Http404

from foundation.documents import actions, rules
from foundation.documents.bucket import Bucket
from foundation.documents.calc.names import clean_name
from foundation.documents.calc.retention import retain_until
from foundation.documents.models import Document
from foundation.documents.queries import content_of, documents_of, duplicates_of, file_problems
from foundation.documents.vault import vault
from foundation.documents.views import download
from foundation.lib.errors import BusinessError
from foundation.organisation.models import Company
from foundation.records.actor import acting


def pdf(**root):
    file = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.Root.update({f"/{name}": value for name, value in root.items()})
        made.save(file)
    return file.getvalue()


def package(*parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for part in parts:
            made.writestr(part, "<x/>")
    return file.getvalue()


@pytest.fixture
def seen(monkeypatch):
    """Only the persons in this set see the company."""
    persons = set()
    monkeypatch.setitem(rules._rules, Company._meta.db_table, lambda person, key: person in persons)
    return persons


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\Rechnung 7.pdf", "Rechnung 7.pdf"),
        ("fdp\u202e.exe\x00", "fdp.exe"),
        ("..", "file"),
        ("x" * 200 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_made_harmless(name, clean):
    assert clean_name(name) == clean


@pytest.mark.parametrize(("retention", "until"), [("book", 2036), ("voucher", 2034), ("letter", 2032)])
def test_the_time_runs_from_the_end_of_the_year(retention, until):
    assert retain_until(retention, date(2026, 1, 1)) == date(until, 12, 31)


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (pdf(), "r.PDF", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "r.png", "image/png"),
        (b"\xff\xd8\xff\xe0", "r.jpeg", "image/jpeg"),
        (b"II*\0", "r.tif", "image/tiff"),
        (b"<?xml version='1.0'?><Invoice/>", "r.xml", "application/xml"),
        ("Müller;1,00".encode("cp1252"), "r.csv", "text/csv"),
        (b"From: a@example.com\r\nDate: today\r\n\r\nHello", "r.eml", "message/rfc822"),
        (
            package("[Content_Types].xml", "xl/workbook.xml"),
            "r.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
def test_what_a_file_is_comes_from_its_content(store, keep, content, name, media_type):
    document = keep(content, name)
    assert (document.media_type, document.size) == (media_type, len(content))
    assert content_of(document) == content


@pytest.mark.parametrize(
    ("content", "name", "code", "word"),
    [
        (b"", "r.pdf", "documents.empty", "empty"),
        (b"#!/bin/sh\n", "r.pdf", "documents.not_accepted", "a script"),
        (b"<script>x</script>", "r.txt", "documents.not_accepted", "a script"),
        (b"<!DOCTYPE html><p>", "r.txt", "documents.not_accepted", "a web page"),
        (b"MZ\x90", "r.pdf", "documents.not_accepted", "a program"),
        (b"a\0b", "r.txt", "documents.not_accepted", "unknown kind"),
        (package("evil.js"), "r.docx", "documents.not_accepted", "an archive"),
        (package("[Content_Types].xml", "xl/vbaProject.bin"), "r.xlsx", "documents.not_accepted", "macros"),
        (b"hello", "r.pdf", "documents.other_kind", "a text file"),
        (pdf(), "r.png", "documents.other_kind", "a PDF document"),
        (b"%PDF-1.7 no more", "r.pdf", "documents.damaged", "damaged"),
        (pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch)), "r.pdf", "documents.active", "starts a program"),
        (pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x")), "r.pdf", "documents.active", "script"),
    ],
)
def test_a_refused_file_is_named_and_leaves_nothing(store, keep, content, name, code, word):
    with pytest.raises(BusinessError, match=word) as refused:
        keep(content, name)
    assert (refused.value.code, refused.value.field) == (code, "file")
    assert name in str(refused.value)
    assert list(store.names()) == []
    assert not Document.objects.exists()


def test_a_protected_pdf_is_refused(keep):
    file = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(file, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    with pytest.raises(BusinessError, match="password"):
        keep(file.getvalue(), "r.pdf")


def test_a_file_over_the_limit_is_refused(keep, settings):
    settings.MAX_UPLOAD_BYTES = 4
    with pytest.raises(BusinessError, match="larger"):
        keep(b"hello", "r.txt")


class FullDisk(SimpleUploadedFile):
    def chunks(self, chunk_size=None):
        yield b"hello"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_told_in_a_sentence(store, clerk, company):
    with pytest.raises(BusinessError, match="no space"):
        actions.store(FullDisk("r.txt", b"hello"), by=clerk, company=company, subject=company, retention="book")
    assert list(store.names()) == []


def test_a_failure_after_the_file_takes_it_away_again(store, keep, monkeypatch):
    monkeypatch.setenv("FAULT_RAISE", "documents.after_file")
    with pytest.raises(RuntimeError):
        keep(b"hello", "r.txt")
    assert list(store.names()) == []


def test_the_same_content_is_found_again(keep, company):
    first, second = keep(b"hello", "a.txt"), keep(b"hello", "b.txt")
    keep(b"other", "c.txt")
    assert list(duplicates_of(first)) == [second]
    assert documents_of(company).count() == 3


@pytest.mark.parametrize("change", [{"name": "other"}, {"sha256": "0" * 64}, {"retain_until": date(2020, 1, 1)}])
def test_the_database_keeps_a_document_as_it_came(keep, change):
    document = keep(b"hello", "r.txt")
    with pytest.raises(DatabaseError, match="documents.fixed"), acting("system:test"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_a_document_can_be_held_and_kept_longer_but_not_deleted(keep):
    document = keep(b"hello", "r.txt")
    with acting("system:test"):
        Document.objects.filter(pk=document.pk).update(hold=True, retain_until=date(2099, 12, 31))
    with pytest.raises(DatabaseError, match="documents.kept"), acting("system:test"), transaction.atomic():
        Document.objects.all().delete()


def test_a_document_is_served_to_whom_its_subject_is_visible(store, keep, ask, clerk, hire, seen):
    document = keep(b"hello", "Straße.txt")
    seen.add(clerk)
    response = download(ask(person=clerk), document.pk)
    assert b"".join(response.streaming_content) == b"hello"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    with pytest.raises(Http404):
        download(ask(person=hire("Ben Winter")), document.pk)


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda store, name: store.delete(name), "missing"),
        (lambda store, name: store.put(name, b"longer than before"), "another size"),
        (lambda store, name: store.put(name, b"hallo"), "changed"),
    ],
)
def test_a_damaged_file_is_named(store, keep, damage, word):
    document = keep(b"hello", "r.txt")
    call_command("verify_files")
    damage(store, document.storage_name)
    with pytest.raises(CommandError, match=f"document {document.pk} .*{word}"):
        call_command("verify_files")


def test_a_stray_file_is_named_and_the_folder_of_reports_is_not(store, keep, english):
    keep(b"hello", "r.txt")
    store.put("reports/of-somebody.pdf", b"%PDF")
    store.put("stray", b"?")
    tomorrow = time.time() + 86_400
    assert list(file_problems(lambda: tomorrow)) == ["The file stray belongs to no document."]


@pytest.mark.parametrize(
    ("refusal", "code", "status"),
    [
        ((403, "SignatureDoesNotMatch"), "documents.no_vault", 503),
        ((507, "XMinioStorageFull"), "documents.disk_full", 507),
    ],
)
def test_a_bucket_that_refuses_is_told_in_a_sentence(bucket, keep, refusal, code, status):
    bucket.refusal = refusal
    with pytest.raises(BusinessError) as refused:
        keep(b"hello", "r.txt")
    assert (refused.value.code, refused.value.status, refused.value.field) == (code, status, "file")
    assert not Document.objects.exists()


def test_a_bucket_that_does_not_answer_is_not_taken_for_an_empty_one(bucket, keep, english):
    document = keep(b"hello", "r.txt")
    bucket.refusal = (404, "NoSuchBucket")
    with pytest.raises(BusinessError, match=rf"document {document.pk} \(r.txt\) cannot be read at the moment"):
        content_of(document)


def test_nobody_else_writes_into_the_bucket(bucket, settings):
    settings.FILES_SECRET_KEY = "guessed"
    with pytest.raises(OSError, match="AccessDenied"):
        Bucket(bucket.url).put("stray", b"?")
    assert bucket.objects == {}


def test_a_public_bucket_is_noticed(bucket):
    assert vault().probe() is False
    bucket.public = True
    assert vault().probe() is True
    assert bucket.objects == {}
