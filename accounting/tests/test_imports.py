from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accounting.actions.imports import confirm_import, run_import, stage_import
from accounting.actions.posting import post_entries
from accounting.calc.extf import Header, Row, write_batch
from accounting.models import Account, Entry, ImportBatch
from accounting.queries.chain import verify_books
from conftest import fresh
from foundation.lib.errors import BusinessError

pytestmark = pytest.mark.django_db
SHARED = Path(settings.BASE_DIR).parent / "shared" / "data" / "accounting" / "datev-ledermann"


def row(line, **changes):
    facts = {
        "line": line, "amount": 119_00, "side": "S", "account": "10000", "contra_account": "8400",
        "document_date": date(2026, 2, 22), "document_number": f"RE-{line}", "text": "Beratung",
    }  # fmt: skip
    return Row(**{**facts, **changes})


def upload(*rows, year=2026):
    header = Header(
        format_version=13, fiscal_year_start=date(year, 1, 1), account_length=4, consultant=1001, client=1,
        date_from=date(year, 1, 1), date_to=date(year, 12, 31), label="Probe", currency="EUR",
    )  # fmt: skip
    return SimpleUploadedFile("EXTF_Buchungsstapel.csv", write_batch(header, rows))


def stage(books, *rows):
    return stage_import(by=fresh(books.back), company=books.company, upload=upload(*rows))


def bring_in(books, batch, **options):
    confirm_import(batch, by=fresh(books.back), **options)
    return run_import(ImportBatch.objects.get(pk=batch.pk), by=fresh(books.back), progress=lambda *_: None)


def test_a_batch_is_looked_at_before_anything_is_written(books):
    batch = stage(books, row(3), row(4, contra_account="9876543", account="1200"))
    assert [(row.finding, row.problem) for row in batch.rows.order_by("line")][0] == ("fine", "")
    assert (batch.row_count, batch.error_count, batch.known_count) == (2, 1, 0)
    assert not Entry.objects.exists()


def test_with_one_bad_row_nothing_is_imported_unless_asked(books):
    batch = stage(books, row(3), row(4, contra_account="9876543", account="1200"))
    with pytest.raises(BusinessError):
        confirm_import(batch, by=fresh(books.back))
    bring_in(books, batch, skip_errors=True)
    assert Entry.objects.count() == 1


def test_rows_become_drafts_with_net_and_tax_and_a_personal_account(books):
    bring_in(books, stage(books, row(3)))
    entry = Entry.objects.get()
    assert [(line.account.number, line.amount) for line in entry.lines.all()] == [
        ("10000", 119_00), ("8400", -100_00), ("1776", -19_00),
    ]  # fmt: skip
    assert Account.objects.get(number="10000").kind == "asset"
    post_entries([entry.pk], by=fresh(books.second))
    assert list(verify_books()) == []


def test_the_same_file_again_is_known_and_adds_nothing(books):
    bring_in(books, stage(books, row(3), row(4)))
    again = stage(books, row(3), row(4))
    assert (again.known_count, again.row_count) == (2, 2)
    bring_in(books, again)
    assert Entry.objects.count() == 2


def test_an_interrupted_import_is_invisible_and_goes_on(books, monkeypatch):
    batch = stage(books, *(row(line) for line in range(3, 603)))
    confirm_import(batch, by=fresh(books.back))
    monkeypatch.setenv("FAULT_RAISE", "accounting.after_import_chunk")
    with pytest.raises(RuntimeError):
        run_import(ImportBatch.objects.get(pk=batch.pk), by=fresh(books.back), progress=lambda *_: None)
    assert Entry.objects.count() == 500
    assert not Entry.objects.visible_to(fresh(books.back)).exists()
    with pytest.raises(BusinessError):
        post_entries([Entry.objects.first().pk], by=fresh(books.second))
    monkeypatch.delenv("FAULT_RAISE")
    run_import(ImportBatch.objects.get(pk=batch.pk), by=fresh(books.back), progress=lambda *_: None)
    assert Entry.objects.visible_to(fresh(books.back)).count() == 600


@pytest.mark.parametrize("content", [b"", b"a;b;c", b"%PDF-1.7 not a batch"])
def test_what_is_no_batch_is_refused_with_a_sentence(books, content):
    with pytest.raises(BusinessError) as refused:
        stage_import(by=fresh(books.back), company=books.company, upload=SimpleUploadedFile("EXTF_x.csv", content))
    assert refused.value.field == "file"
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("path", sorted(SHARED.glob("EXTF_Buchungsstapel.csv")), ids=lambda path: path.name)
def test_a_batch_of_an_older_version(books, path):
    batch = stage_import(
        by=fresh(books.back), company=books.company, upload=SimpleUploadedFile(path.name, path.read_bytes())
    )
    assert (batch.row_count, batch.error_count) == (2, 2)
    assert "2018" in batch.rows.first().problem
