"""Texts that want to be code: typed, imported, or named like that."""

import datetime as dt
import io
import re
import ssl
import threading
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounting.actions.entries import attach_document
from accounting.actions.imports import stage_import
from accounting.actions.posting import post_entries
from accounting.models import Account, Entry
from accounting.tests.test_imports import bring_in, row, upload
from conftest import fresh
from foundation.contacts.models import Partner
from foundation.jobs import handlers
from foundation.jobs.models import Job
from foundation.lib.errors import BusinessError
from foundation.lib.http import http_out
from foundation.lib.tabular import csv_rows
from foundation.notices.actions import notify
from foundation.organisation.models import Person
from foundation.records.actor import acting
from foundation.screens.views import XLSX

from .conftest import ADDRESSES, LOGIN

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SCRIPT = '"><script>alert(7)</script><img src=x onerror=alert(7)>'
FORMULA = "=cmd|'/c calc'!A0"
ACTIVE = {"script", "iframe", "object", "embed", "base"}
RISKY = re.compile(r"\s*[=+\-@＝＋－＠\t\r]")


class Active(HTMLParser):
    """What in a page would run: scripts in it, handlers, addresses that are code, pictures that nobody put there."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        address = str(attributes.get("href") or attributes.get("src") or attributes.get("action") or "")
        inline = tag in ACTIVE and "src" not in attributes and attributes.get("type") != "application/json"
        handler = any(name.startswith("on") for name in attributes)
        if inline or handler or address.lower().strip().startswith(("javascript:", "data:text")) or address == "x":
            self.found.append((tag, attributes))


@pytest.fixture
def strange(world, books, capture):
    """The world, in which everything that strangers name has a name that wants to run."""
    with acting("system:test"):
        Partner.objects.filter(pk=world.names["partner"]).update(
            name=SCRIPT, city=FORMULA, note=SCRIPT, search_name=SCRIPT
        )
        Person.objects.filter(pk=books.front.pk).update(
            first_name=SCRIPT[:60], last_name=FORMULA, job_title=SCRIPT[:80]
        )
        Account.objects.filter(company=books.company, number="1000").update(name=SCRIPT)
        Entry.objects.filter(pk=world.names["draft"]).update(text=SCRIPT, document_number=FORMULA)
    file = upload(
        *(row(line, text=text, document_number=f"B{line}") for line, text in enumerate((SCRIPT, FORMULA), 30))
    )
    batch = stage_import(by=fresh(books.back), company=books.company, upload=file)
    bring_in(books, batch)
    world.names["import"] = batch.pk
    entry, other = Entry.objects.order_by("-pk")[:2]
    assert {entry.text, other.text} == {SCRIPT, FORMULA}
    attach_document(entry, by=fresh(books.back), upload=SimpleUploadedFile(f"{SCRIPT}.txt", b"x"))
    world.names["entry"] = entry.pk
    post_entries([entry.pk, other.pk], by=fresh(books.second))
    return world


def test_texts_of_strangers_stay_texts_on_every_page(strange):
    shown = set()
    for address in ADDRESSES:
        path = address.format(**strange.names)
        for who in ("back", "manager", "admin", "auditor"):
            answer = strange.browsers[who].get(path)
            if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
                page = answer.content.decode()
                assert Active(page).found == [], (path, who)
                shown |= {path} if "alert(7)" in page else set()
    assert len(shown) >= 8  # the texts were there to be seen


def test_no_exported_cell_can_run(strange):
    """Every list that gives files, as both kinds of file."""
    files = 0
    for address in ADDRESSES:
        for ending in ("csv", "xlsx"):
            answer = strange.browsers["auditor"].get(address.format(**strange.names), {"format": ending})
            if answer.headers.get("Content-Type") not in ("text/csv; charset=utf-8", XLSX):
                continue
            content = answer.getvalue()
            files += 1
            if ending == "csv":
                cells = [cell for _number, line in csv_rows(content) for cell in line]
                assert [cell for cell in cells if RISKY.match(cell) and not re.fullmatch(r"-[\d.,]+", cell)] == [], (
                    address
                )
            else:
                book = load_workbook(io.BytesIO(content))
                assert [
                    cell.value for line in book.active.iter_rows() for cell in line if cell.data_type == "f"
                ] == [], address
    assert files >= 10


def test_no_template_writes_script_or_unescaped_text():
    helps = (
        settings.BASE_DIR / "templates" / "allauth" / "elements" / "fields.html"
    )  # shows lists of rules for passwords
    bad = re.compile(
        r"\|\s*safe\b|autoescape off|<script(?![^>]*(?:\bsrc=|application/json))[^>]*>|\son[a-z]+=\"|javascript:"
    )
    templates = [*settings.BASE_DIR.glob("templates/**/*.html"), *settings.BASE_DIR.glob("*/*/templates/**/*.html")]
    assert len(templates) > 50
    assert [str(path) for path in templates if path != helps and bad.search(path.read_text(encoding="utf-8"))] == []


def test_a_line_break_makes_no_header(books, capture, client_of):
    document = attach_document(
        capture(), by=fresh(books.back), upload=SimpleUploadedFile("a\r\nX-Evil: 1\r\n\r\n“ü”.txt", b"x")
    )
    answer = client_of(books.back).get(f"/documents/{document.pk}/")
    assert "X-Evil" not in answer.headers
    assert not re.search(r"[\r\n]", answer["Content-Disposition"])
    with acting("system:test"):
        notify(fresh(books.back), "Neu\r\nBcc: fremd@example.com", "/desk/", kind="reports.ready")
    handlers.run(Job.objects.get(kind="notices.mail").pk)
    (message,) = mail.outbox
    assert message.message()["Bcc"] is None
    assert message.recipients() == [books.back.email]


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(7)", "/x\r\nX-Evil: 1"]
)
def test_no_answer_leads_to_another_host(cast, sign_in, client, target):
    answer = client.post("/preferences/", {"theme": "dark", "next": target})
    signed = client.post(
        f"{LOGIN}?next={target}", {"login": cast.back.email, "password": "korrekt-pferd-batterie", "next": target}
    )
    for one in (answer, signed):
        assert "X-Evil" not in one.headers
        assert "evil.example" not in one.headers.get("Location", "") and "javascript" not in one.headers.get(
            "Location", ""
        )


@pytest.fixture
def impostor(tmp_path):
    """A server on this machine that shows a certificate which nobody vouches for; the port it answers at."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + dt.timedelta(days=1)
    )
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "pem").write_bytes(secret + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "pem")
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_host_without_a_proper_certificate_is_not_spoken_to(impostor):
    with pytest.raises(BusinessError) as refused:
        http_out("GET", f"https://localhost:{impostor}/", allowed_hosts={"localhost"}, allow_plain=True)
    assert refused.value.code == "http.failed"
