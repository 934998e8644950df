"""A booking batch with one bad row, from the upload to the books, also where it is long enough for the background."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounting.actions import imports
from accounting.calc.extf import Header, write_batch
from accounting.models import Account, Entry, ImportBatch, Period
from accounting.queries.chain import verify_books
from accounting.tests.test_imports import row
from foundation.jobs import handlers
from foundation.jobs.models import Job
from foundation.records.actor import acting

from .forms import field_error, send

ROWS = 30
HEAD = Header(format_version=13, fiscal_year_start=date(2026, 1, 1), account_length=4)
GOOD = '119,00;"S";'


@pytest.fixture
def clerk(books, client_of):
    return client_of(books.back)


@pytest.fixture(params=["at once", "in the background"])
def way(request, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 0 if request.param == "in the background" else 10**9)
    monkeypatch.setattr("accounting.queries.staging.CHUNK", 7)


def work():
    """As the worker does when the bell rings."""
    for job in Job.objects.filter(state="queued", kind__startswith="accounting."):
        handlers.run(job.pk)


def hand_in(clerk, lines):
    address = reverse("accounting:import_new")
    sent = send(clerk, address, address, file=SimpleUploadedFile("EXTF_Buchungsstapel.csv", b"\r\n".join(lines)))
    assert sent.status_code == 302, field_error(sent)
    work()
    return ImportBatch.objects.get()


def lines_with(number, old, new):
    """The file, and in its n-th booking something else."""
    lines = write_batch(HEAD, [row(line) for line in range(3, ROWS + 3)]).split(b"\r\n")
    assert old.encode() in lines[number + 1]
    lines[number + 1] = lines[number + 1].replace(old.encode(), new.encode(), 1)
    return lines


@pytest.mark.parametrize("number", [1, ROWS // 2, ROWS])
def test_one_bad_row_is_named_wherever_it_stands_and_nothing_comes_in(clerk, way, number):
    batch = hand_in(clerk, lines_with(number, GOOD, "1,234.56;S;"))
    bad = batch.rows.get(finding="error")
    assert (batch.state, batch.row_count, batch.error_count, bad.line) == ("staged", ROWS, 1, number + 2)
    assert "1,234.56" in bad.problem
    page = clerk.get(f"{batch.get_absolute_url()}?finding=error").content.decode()
    assert "1,234.56" in page
    refused = send(clerk, batch.get_absolute_url(), reverse("accounting:import_confirm", args=[batch.pk]))
    assert (refused.status_code, Entry.objects.count()) == (409, 0)
    sent = send(
        clerk, batch.get_absolute_url(), reverse("accounting:import_confirm", args=[batch.pk]), skip_errors="on"
    )
    assert sent.status_code == 302
    work()
    assert (Entry.objects.count(), list(verify_books())) == (ROWS - 1, [])


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        (GOOD, '1.234,56;"S";', ""),
        (GOOD, "1.234;S;", "Betrag"),
        (GOOD, "10000000000000,00;S;", "Stellen"),
        (GOOD, "-119,00;S;", "negativ"),
        (GOOD, "119,00;X;", "Soll"),
        (";8400;", ";7999;", "7999"),
        (";8400;", ";8300;", "endete"),
        (";2202;", ";3102;", "Datum"),
        (";2202;", ";3001;", "gesperrt"),
    ],
)
def test_each_bad_cell_has_a_sentence(books, clerk, old, new, word):
    with acting("system:test"):
        Account.objects.filter(number="8300").update(valid_to=date(2026, 1, 31))
        Period.objects.filter(start=date(2026, 1, 1)).update(state="soft")
    batch = hand_in(clerk, lines_with(2, old, new))
    assert [word in problem for problem in batch.rows.filter(finding="error").values_list("problem", flat=True)] == (
        [True] if word else []
    )


def test_a_file_without_its_year_is_looked_at_and_not_imported(clerk):
    old = Header(format_version=13, fiscal_year_start=date(2019, 1, 1), account_length=4)
    batch = hand_in(clerk, write_batch(old, [row(3)]).split(b"\r\n"))
    assert "2019" in batch.rows.get().problem


def test_a_thousand_remarks_hide_no_error(clerk):
    """Remarks on each row, and an error in the last one."""
    lines = lines_with(ROWS, GOOD, "x;S;")
    noisy = [line.replace(GOOD.encode(), b"1.119,00;S;") for line in lines[2:-2]] * 40
    batch = hand_in(clerk, [*lines[:2], *noisy, *lines[-2:]])
    assert (batch.error_count, batch.rows.get(finding="error").line) == (1, len(noisy) + 3)


def test_an_import_that_is_discarded_while_it_is_read_stays_empty(clerk, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 0)
    address = reverse("accounting:import_new")
    send(clerk, address, address, file=SimpleUploadedFile("EXTF_x.csv", write_batch(HEAD, [row(3)])))
    batch = ImportBatch.objects.get()
    assert batch.state == "reading"
    send(clerk, batch.get_absolute_url(), reverse("accounting:import_discard", args=[batch.pk]))
    work()
    assert (ImportBatch.objects.get().state, batch.rows.count(), Entry.objects.count()) == ("discarded", 0, 0)
