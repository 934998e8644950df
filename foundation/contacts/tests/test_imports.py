"""Business partners come from a file: looked at, confirmed, each of them once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from foundation.access.gate import Denied
from foundation.contacts.actions import create_partner
from foundation.contacts.imports import PARTNERS
from foundation.contacts.models import Partner
from foundation.imports import actions
from foundation.imports.actions import confirm_table, discard_table, run_reading, run_writing, stage_table
from foundation.imports.models import TableImport, TableImportRow
from foundation.lib.errors import BusinessError
from foundation.lib.sheets import rows_of
from foundation.lib.tests.test_sheets import workbook
from foundation.organisation.models import Company, Person
from foundation.records.actor import acting
from foundation.records.models import AuditEvent

from .test_contacts import IBAN, signed_in, staff, vendor

__all__ = ["signed_in", "staff", "vendor"]

HEAD = "Nummer;Name;Art\n"
NAMES = ["line", "finding", "problem"]


@pytest.fixture(autouse=True)
def kept_apart(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def stage(vendor, company):
    def stage(content, name="partner.csv"):
        content = content.encode() if isinstance(content, str) else content
        return stage_table(PARTNERS, by=vendor, company=company, upload=SimpleUploadedFile(name, content))

    return stage


@pytest.fixture
def bring_in(vendor):
    def bring_in(batch, **options):
        confirm_table(batch, by=vendor, **options)
        return run_writing(fresh(batch), by=vendor, progress=lambda *_: None)

    return bring_in


def fresh(batch):
    return TableImport.objects.get(pk=batch.pk)


def counts(batch):
    return batch.fine_count, batch.known_count, batch.error_count


def partners(count, bad=()):
    return HEAD + "".join(f"{n};Firma {n};{'Freund' if n in bad else 'Kunde'}\n" for n in range(1, count + 1))


def test_a_row_becomes_a_partner_with_its_bank_accounts(stage, bring_in, company):
    head = ["IBAN", "Country", "Name", "LEGAL FORM", "Nr.", "PLZ", "Ort", "USt-IdNr.", "Type", "Hobby"]
    row = [
        f"{IBAN}, GB82WEST12345698765432",
        "Österreich",
        "Müller",
        "GmbH",
        10001,
        "01067",
        "Wien",
        "ATU 12345678",
        "Supplier",
        "x",
    ]
    batch = bring_in(stage(workbook(head, row), "partner.xlsx"))
    facts = ("company", "number", "kind", "name", "legal_form", "postcode", "city", "country", "vat_id")
    assert Partner.objects.values_list(*facts).get() == (
        company.pk, "10001", "supplier", "Müller", "GmbH", "01067", "Wien", "AT", "ATU12345678",
    )  # fmt: skip
    accounts = Partner.objects.get().bank_accounts.order_by("iban")
    assert [(one.iban, one.holder) for one in accounts] == [
        ("DE89370400440532013000", "Müller GmbH"), ("GB82WEST12345698765432", "Müller GmbH"),
    ]  # fmt: skip
    assert (batch.unknown, batch.state, counts(batch)) == ("Hobby", "imported", (1, 0, 0))


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (";Wind;Kunde;;;", "Column “Number”: This cell must not be empty."),
        ("7;=A1;Kunde;;;", "Column “Name”, “=A1”: This is a formula. Please put its value in its place."),
        ("7;#REF!;Kunde;;;", "Column “Name”, “#REF!”: This is a formula. Please put its value in its place."),
        ("7;Wind;Freund;;;", "Column “Kind”, “Freund”: Please write one of these: Customer, Supplier, Customer and supplier."),
        ("7;Wind;Kunde;DE00;;", "Column “IBAN”, “DE00”: This IBAN has a typing error: its check digits do not fit."),
        ("7;Wind;Kunde;;DE1;", "Column “VAT identification number”, “DE1”: This VAT identification number cannot exist. A German one is DE and nine digits."),
        ("7;Wind;Kunde;;;wind", "Column “E-mail”, “wind”: Enter a valid email address."),
        ("7;Wind;Kunde;;;;;x", "The row has more cells than there are headings. Is a quotation mark missing?"),
        ("7" * 21 + ";Wind;;;;", f"Column “Number”, “{'7' * 21}”: Ensure this value has at most 20 characters (it has 21).\nColumn “Kind”: This cell must not be empty."),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_its_reason(stage, cells, problem):
    batch = stage(f"Nummer;Name;Art;IBAN;USt-ID;E-Mail\n\n{cells}\n")
    assert list(batch.rows.values_list(*NAMES)) == [(3, "error", problem)]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        ("Name\nWind", "a.csv", "sheet.missing"),
        ("Name;Firma;Nr;Art\n", "a.csv", "sheet.twice"),
        ("\n\n", "a.csv", "sheet.empty"),
        ("", "a.csv", "documents.empty"),
        (b"%PDF-1.7", "a.csv", "sheet.kind"),
        (partners(1), "a.xlsx", "documents.other_kind"),
        (workbook(["Nr", "Name", "Art"], [1, "Wind", "Kunde"]), "a.csv", "documents.other_kind"),
    ],
)
def test_what_is_no_table_of_partners_is_refused_and_nothing_is_kept(stage, content, name, code):
    with pytest.raises(BusinessError) as refused:
        stage(content, name)
    assert (refused.value.code, refused.value.field, TableImport.objects.count()) == (code, "file", 0)


def test_who_is_there_already_or_comes_twice_is_passed_over(stage, bring_in, vendor, company):
    create_partner(by=vendor, company=company, number="1", kind="customer", name="Ahorn", vat_id="DE136695976")
    rows = ["1;Ulme;Kunde;", "2;Linde;Kunde;DE 136695976", "3;Eiche;Kunde;", "3;Esche;Kunde;"]
    batch = stage("Nummer;Name;Art;USt-ID\n" + "\n".join(rows))
    assert list(batch.rows.values_list(*NAMES)) == [
        (2, "known", "Number 1 is there already."),
        (3, "known", "VAT identification number DE136695976 is there already."),
        (4, "fine", ""),
        (5, "known", "Number 3 stands in row 4 already."),
    ]
    bring_in(batch)
    assert sorted(Partner.objects.values_list("name", flat=True)) == ["Ahorn", "Eiche"]


@pytest.mark.parametrize("bad", [1, 600, 1200])
def test_with_one_bad_row_nothing_is_imported_unless_it_is_left_out(stage, vendor, bad):
    batch = stage(partners(1200, bad={bad}))
    assert (list(batch.rows.filter(finding="error").values_list("line", flat=True)), counts(batch)) == (
        [bad + 1],
        (1199, 0, 1),
    )
    with pytest.raises(BusinessError) as refused:
        confirm_table(batch, by=vendor)
    assert (refused.value.code, fresh(batch).state) == ("import.errors", "staged")
    assert confirm_table(batch, by=vendor, skip_errors=True).kind == "imports.writing"


def test_an_import_that_was_interrupted_goes_on_and_doubles_nothing(stage, bring_in, vendor, monkeypatch):
    batch = stage(partners(150, bad={7}))
    monkeypatch.setenv("FAULT_RAISE", "imports.after_writing_chunk")
    with pytest.raises(RuntimeError):
        bring_in(batch, skip_errors=True)
    assert Partner.objects.count() == 100
    monkeypatch.delenv("FAULT_RAISE")
    for _time in range(2):
        run_writing(fresh(batch), by=vendor, progress=lambda *_: None)
        assert (Partner.objects.count(), counts(fresh(batch))) == (149, (149, 0, 1))


def test_a_large_file_is_read_by_a_job_and_anew_when_it_was_interrupted(stage, vendor, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 0)
    batch = stage(partners(501))
    assert (batch.state, batch.rows.count()) == ("reading", 0)
    monkeypatch.setenv("FAULT_RAISE", "imports.after_reading_chunk")
    with pytest.raises(RuntimeError):
        run_reading(fresh(batch), by=vendor, progress=lambda *_: None)
    monkeypatch.delenv("FAULT_RAISE")
    batch = run_reading(fresh(batch), by=vendor, progress=lambda *_: None)
    assert (batch.state, counts(batch), batch.rows.count()) == ("staged", (501, 0, 0), 501)


def test_a_number_that_was_taken_meanwhile_is_passed_over(stage, bring_in, vendor, company):
    batch = stage(partners(2))
    create_partner(by=vendor, company=company, number="2", kind="customer", name="Ahorn")
    assert counts(bring_in(batch)) == (1, 1, 0)
    assert batch.rows.get(line=3).problem == "The number 2 already belongs to another partner."


def test_a_discarded_import_leaves_nothing(stage, vendor):
    batch = stage(partners(2))
    discard_table(batch, by=vendor)
    assert (fresh(batch).state, TableImportRow.objects.count(), Partner.objects.count()) == ("discarded", 0, 0)
    with pytest.raises(BusinessError):
        confirm_table(batch, by=vendor)


@pytest.mark.parametrize("role", ["back.accounting", "front.trader", "audit.internal", "admin.access"])
def test_others_neither_import_nor_see_what_is_imported(stage, staff, company, role):
    batch, person = stage(partners(1)), staff("Ben Winter", role)
    assert not TableImport.objects.visible_to(person).exists()
    assert not TableImportRow.objects.visible_to(person).exists()
    for action in (confirm_table, discard_table):
        with pytest.raises(Denied):
            action(batch, by=person)
    with pytest.raises(Denied):
        stage_table(PARTNERS, by=person, company=company, upload=SimpleUploadedFile("a.csv", b"x"))


def test_an_import_is_seen_in_its_company_only(stage, staff):
    with acting("system:test"):
        other = Company.objects.create(name="Südlicht GmbH", code="sued")
    stage(partners(1))
    assert not TableImport.objects.visible_to(staff("Ben Winter", "back.vendor", other)).exists()


def test_a_right_that_ended_meanwhile_ends_the_import(stage, vendor):
    batch = stage(partners(1))
    confirm_table(batch, by=vendor)
    with acting("system:test"):
        Person.objects.filter(pk=vendor.pk).update(left_on="2025-01-01")
    with pytest.raises(Denied):
        run_writing(fresh(batch), by=Person.objects.get(pk=vendor.pk), progress=lambda *_: None)
    assert not Partner.objects.exists()


def test_the_steps_stand_in_the_audit_trail(stage, bring_in):
    bring_in(stage(partners(1)))
    verbs = AuditEvent.objects.filter(verb__startswith="imports.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["imports.table.staged", "imports.table.confirmed", "imports.table.finished"]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_empty_file_is_filled_in_and_comes_back(stage, vendor, signed_in, language, ending):
    browser = signed_in(vendor)
    browser.post("/preferences/", {"language": language})
    answer = browser.get(f"/contacts/imports/template.{ending}")
    assert f".{ending}" in answer["Content-Disposition"]
    ((_line, headings),) = rows_of(answer.content)
    row = ["1", "Ahorn", "both", *[""] * (len(headings) - 3)]
    with translation.override(language):
        assert counts(stage(workbook(headings, row), "a.xlsx")) == (1, 0, 0)


def test_the_pages_tell_what_was_found_and_what_is_wrong(stage, vendor, signed_in):
    batch, browser = stage(partners(3, bad={2}) + "5;x;y;z\n"), signed_in(vendor)
    for address in ("", "new/", f"{batch.pk}/", f"{batch.pk}/progress/", f"{batch.pk}/?finding=error"):
        assert browser.get(f"/contacts/imports/{address}").status_code == 200
    assert "Freund" in browser.get(f"/contacts/imports/{batch.pk}/").text
    assert browser.get("/contacts/imports/template.exe").status_code == 404
