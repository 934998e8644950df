"""The way of a deal through the pages of settlement, and what the others see of it."""

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from conftest import fresh
from foundation.desk import worklist
from foundation.desk.tests.conftest import second_factor, secure_client_of
from foundation.imports.actions import confirm_table, run_writing, stage_table
from foundation.notices.models import Notice
from settlement.actions.confirmations import bring_in_confirmation, clear_discrepancy
from settlement.imports import CONFIRMATIONS
from settlement.models import Confirmation, Deal, Discrepancy, Settlement

__all__ = ["second_factor", "secure_client_of"]

SAID = {
    "channel": "mail", "product": "fx_spot", "direction": "buy", "amount": "100.000,00", "currency": "EUR",
    "price": "1,0825", "counter_amount": "108.250,00", "counter_currency": "USD", "value_date": "18.03.2026",
}  # fmt: skip
BACK_OFFICE = ("confirmations", "discrepancies", "market_checks", "settlements", "terms")


def send(browser, name, *keys, **data):
    return browser.post(reverse(f"settlement:{name}", args=keys), {"command_id": uuid4(), **data})


def errors_of(answer):
    return [str(sentence) for sentences in answer.context["form"].errors.values() for sentence in sentences]


@pytest.fixture
def settler(office, secure_client_of):
    return secure_client_of(office.settler)


def test_from_the_captured_deal_to_the_release(office, capture, settler, secure_client_of):
    deal = capture()
    page = settler.get(deal.get_absolute_url())
    assert page.status_code == 200 and page.context["back_office"]["confirm"]
    assert send(settler, "deal_confirmation", deal.pk).status_code == 302
    form = settler.get(f"{reverse('settlement:confirmation_new')}?deal={deal.pk}")
    assert form.status_code == 200
    said = {**SAID, "counterparty": office.bank.number, "command_id": uuid4()}
    answer = settler.post(f"{reverse('settlement:confirmation_new')}?deal={deal.pk}", said)
    assert answer.status_code == 302, errors_of(answer)
    word = Confirmation.objects.get(way="in")
    assert (word.state, word.deal) == ("matched", deal)
    assert settler.get(word.get_absolute_url()).status_code == 200
    controller = secure_client_of(office.controller)
    judged = send(controller, "market_judge", deal.market_check.pk, judgement="explained", reason="Plattformkurs")
    assert judged.status_code == 302
    assert (
        send(settler, "deal_settling", deal.pk, bank_account=office.account.pk, purpose=deal.number).status_code == 302
    )
    settlement = Settlement.objects.get()
    assert settler.get(settlement.get_absolute_url()).status_code == 200
    stale = send(settler, "release", settlement.pk, bank_account=office.account.pk, purpose="anders")
    assert stale.status_code == 409
    seen = {"bank_account": settlement.bank_account_id, "purpose": settlement.purpose}
    assert send(settler, "release", settlement.pk, **seen).status_code == 302
    assert Deal.objects.get(pk=deal.pk).state == "settled"
    assert b"Z-" in settler.get(settlement.get_absolute_url()).content


def test_a_confirmation_finds_its_deal_and_differs(office, capture, settler, secure_client_of):
    deal = capture()
    said = {**SAID, "amount": "100.001,00", "counterparty": office.bank.number}
    assert send(settler, "confirmation_new", **said).status_code == 302
    word = Confirmation.objects.get()
    page = settler.get(word.get_absolute_url())
    assert page.context["likely"] == [deal]
    assert send(settler, "confirmation_assign", word.pk, deal=deal.number).status_code == 302
    found = Discrepancy.objects.get()
    page = settler.get(found.get_absolute_url())
    assert (page.context["ours"], page.context["theirs"]) == ("100.000,00", "100.001,00")
    cleared = send(settler, "discrepancy_clear", found.pk, clearing="corrected", cause="Tippfehler")
    assert cleared.status_code == 302
    assert send(settler, "discrepancy_close", found.pk).status_code == 409
    assert send(secure_client_of(office.settler2), "discrepancy_close", found.pk).status_code == 302
    assert Deal.objects.get(pk=deal.pk).state == "matched"
    for address in (deal.get_absolute_url(), word.get_absolute_url(), reverse("settlement:confirmations")):
        page = settler.get(address).content.decode()
        assert "abgewichen, geklärt" in page


@pytest.mark.parametrize("page", BACK_OFFICE)
def test_the_lists_are_for_the_back_office(office, differing_deal, client_of, page):
    answers = {
        name: client_of(getattr(office, name)).get(reverse(f"settlement:{page}")).status_code
        for name in ("trader", "head", "settler", "controller", "auditor", "admin")
    }
    assert answers == {"trader": 403, "head": 403, "settler": 200, "controller": 200, "auditor": 200, "admin": 302}


@pytest.fixture
def differing_deal(capture, answer):
    deal = capture()
    answer(deal, amount=1_00)
    return deal


def test_the_trader_sees_nothing_of_the_settlement_on_the_page_of_his_deal(office, differing_deal, client_of):
    page = client_of(office.trader).get(differing_deal.get_absolute_url())
    assert (page.status_code, page.context["back_office"]) == (200, None)


def test_a_table_of_a_platform_comes_in(office, capture):
    deal = capture()
    row = {
        "reference": "PL-1", "deal": deal.number, "counterparty": office.bank.number, "product": "fx_spot",
        "direction": "buy", "amount": 100_000_00, "currency": "EUR", "price": None, "counter_amount": None,
        "counter_currency": "", "value_date": deal.value_date, "instruction": "",
    }  # fmt: skip
    word = bring_in_confirmation(by=office.settler, company=office.company, **row)
    assert (word.state, word.deal, word.channel) == ("matched", deal, "platform")


def test_a_row_that_speaks_of_no_deal_is_not_called_known(office, settler):
    head = "Referenz;Geschäft;Kontrahent;Produkt;Richtung;Betrag;Währung;Valuta"
    row = f"{office.bank.number};Devisenkassa;Kauf;1.000,00;EUR;18.03.2026"
    rows = [head, f"P1;G-2026-000099;{row}", f"P2;;{row}", f"P3;;{row.replace('1.000', '-1.000')}"]
    file = SimpleUploadedFile("platform.csv", "\n".join(rows).encode())
    batch = stage_table(CONFIRMATIONS, by=office.settler, company=office.company, upload=file)
    assert list(batch.rows.values_list("line", "finding")) == [(2, "fine"), (3, "fine"), (4, "error")]
    confirm_table(batch, by=office.settler, skip_errors=True)
    batch.refresh_from_db()
    run_writing(batch, by=office.settler, progress=lambda *_: None)
    assert [(row.finding, row.problem) for row in batch.rows.all()[:2]] == [
        ("error", "Ein Geschäft G-2026-000099 gibt es nicht."), ("done", ""),
    ]  # fmt: skip


def test_terms_name_accounts_that_exist(office, secure_client_of):
    browser = secure_client_of(office.back_head)
    facts = {
        "product": "fx_spot", "valid_from": "h", "tolerance": "0,3", "four_eyes_from": "100.000", "journal": "AB",
        "buy_debit": "1360", "buy_credit": "1200", "sell_debit": "1200", "sell_credit": "99999",
    }  # fmt: skip
    answer = send(browser, "terms_new", **facts)
    assert (answer.status_code, errors_of(answer)) == (409, ["Ein Konto 99999 gibt es in den Büchern nicht."])
    assert send(browser, "terms_new", **facts | {"sell_credit": "1360"}).status_code == 302


def test_what_we_sent_is_a_letter_in_both_languages(office, capture, settler, client_of):
    deal = capture()
    send(settler, "deal_confirmation", deal.pk)
    word = Confirmation.objects.get(way="out")
    assert "Schreiben (Deutsch)" in settler.get(word.get_absolute_url()).content.decode()
    for language, words in (
        ("de", ["Bestätigung zu G-2026-000001", "Devisenkassa", "100.000,00 EUR", "1,0825", "108.250,00 USD"]),
        ("en", ["Confirmation of G-2026-000001", "FX spot", "100,000.00 EUR", "1.0825", "108,250.00 USD"]),
    ):
        page = settler.get(reverse("settlement:letter", args=[word.pk, language]))
        assert page["Content-Type"] == "application/pdf"
        (text,) = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.content)).pages]
        assert [said for said in [*words, "Hanseatische Außenhandelsbank AG", "18.03.2026"] if said not in text] == []


def test_only_what_we_sent_is_a_letter(office, capture, answer, settler):
    answer(capture())
    received = Confirmation.objects.get(way="in")
    assert settler.get(reverse("settlement:letter", args=[received.pk, "de"])).status_code == 404


def test_the_work_list_opens_the_discrepancies_that_one_clears(office, differing_deal, client_of):
    found = Discrepancy.objects.get()
    (waiting,) = (item for item in worklist.of(fresh(found.owner)) if "discrepancies" in item.url)
    assert list(client_of(found.owner).get(waiting.url).context["page"].objects) == [found]
    assert not [item for item in worklist.of(fresh(office.settler2)) if "discrepancies" in item.url]


def test_where_ours_was_wrong_the_trader_is_told_what_to_do(office, differing_deal, settler, client_of):
    found = Discrepancy.objects.get()
    clear_discrepancy(found, by=office.settler2, clearing="ours", cause="Vertippt")
    assert send(settler, "discrepancy_close", found.pk).status_code == 302
    (notice,) = Notice.objects.filter(person=office.trader)
    assert (notice.url, Deal.objects.get().state) == (differing_deal.get_absolute_url(), "confirmed")
    page = client_of(office.trader).get(notice.url).content.decode()
    assert "falsch erfasst" in page and "Stornieren lassen" in page


def test_the_page_of_a_deal_tells_each_step(office, differing_deal, settler):
    page = settler.get(differing_deal.get_absolute_url())
    assert [(str(step["label"]), step["tone"]) for step in page.context["back_office"]["steps"]] == [
        ("Unsere Bestätigung", "done"), ("Bestätigung des Kontrahenten", "error"), ("Abweichung: Betrag", "error"),
        ("Marktprüfung", "waiting"), ("Geschäftsabwicklung", "draft"), ("Abschluss", "draft"),
    ]  # fmt: skip


def test_what_is_to_be_settled_is_due_on_its_value_date(office, matched):
    deal = matched()
    (waiting,) = (item for item in worklist.of(fresh(office.settler)) if "to_settle" in item.url)
    assert waiting.due == deal.value_date


@pytest.mark.parametrize(("said", "found"), [("yes", [True, False]), ("no", [False, True])])
def test_what_is_to_be_settled_is_a_list(office, capture, matched, client_of, said, found):
    ready, waiting = matched(), capture()
    page = client_of(office.settler).get(f"/settlement/deals/?to_settle={said}").content.decode()
    assert [deal.number in page for deal in (ready, waiting)] == found
