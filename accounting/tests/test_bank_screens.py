"""The pages of the bank, seen by a bookkeeper, a reader of payments and the front office."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounting.actions.bank_imports import run_bank_import
from accounting.models import BankImport, BankStatement, Entry
from conftest import fresh

from .camt_cases import PLAIN, camt, entry, statement
from .test_bank import APRIL, WRONG, bring_in, lines, the_line

pytestmark = pytest.mark.django_db
PAGES = ["bank", "bank_statements", "bank_imports"]
FORMS = ["bank_account_new", "bank_import_new"]
TWICE = camt(statement(entry(119_00), entry(119_00, purpose="RE-2026-0002"), closing=1238_00))

MORE = camt(
    statement(
        entry(1_00), entry(2_00), opening=1119_00, closing=1122_00, number=4, first="2026-04-01", last="2026-04-02"
    )
)


def key():
    return {"command_id": str(uuid4())}


def page(name, *args):
    return reverse(f"accounting:{name}", args=args)


@pytest.fixture
def back(bank, client_of):
    return client_of(bank.back)


@pytest.mark.parametrize("name", [*PAGES, *FORMS])
def test_each_page_opens_for_the_bookkeeper_and_not_for_the_front_office(bank, back, client_of, name):
    assert back.get(page(name)).status_code == 200
    assert client_of(bank.front).get(page(name)).status_code == 403


def test_statements_are_looked_at_before_they_come_in(bank, back):
    files = [SimpleUploadedFile("maerz.xml", PLAIN), SimpleUploadedFile("falsch.xml", WRONG)]
    answer = back.post(page("bank_import_new"), {"file": files, **key()})
    batch = BankImport.objects.get()
    assert answer.url == batch.get_absolute_url()
    shown = back.get(answer.url)
    assert [re.search(r"\w+\.xml", row)[0] for row in shown.context["rows"]] == ["falsch.xml", "maerz.xml"]
    assert back.post(page("bank_import_confirm", batch.pk), key()).status_code == 409
    assert back.post(page("bank_import_confirm", batch.pk), {"skip_errors": "on", **key()}).url == answer.url
    assert page("bank_import_progress", batch.pk) in back.get(answer.url).content.decode()
    assert not BankStatement.objects.exists()
    run_bank_import(BankImport.objects.get(), by=fresh(bank.back), progress=lambda *_: None)
    assert back.get(page("bank_statement", BankStatement.objects.get().pk)).status_code == 200


def test_an_upload_that_is_no_statement_says_why(bank, back):
    answer = back.post(page("bank_import_new"), {"file": SimpleUploadedFile("a.zip", b"PK\x03\x04kaputt"), **key()})
    assert (answer.status_code, BankImport.objects.count()) == (409, 0)
    assert back.post(page("bank_import_new"), key()).status_code == 422


def test_enter_books_as_proposed_and_goes_on_with_the_next(bank, back):
    bring_in(bank, TWICE)
    first, second = lines()
    shown = back.get(page("bank_account", bank.bank.pk)).content.decode()
    assert "Choose an account" in shown or "Konto wählen" in shown
    typed = {"line": first.pk, f"account-{first.pk}": "8400 Erlöse", f"tax-{first.pk}": "USt19"}
    answer = back.post(page("bank_booking", bank.bank.pk) + "?q=Ahorn", {**typed, **key()})
    assert answer.url == f"{bank.bank.get_absolute_url()}?q=Ahorn&at={second.pk}"
    shown = back.get(answer.url).content.decode()
    assert f'name="account-{second.pk}" value="8400"' in shown
    assert "data-row autofocus" in shown
    assert Entry.objects.get().bank_line == first


def test_several_are_looked_at_and_booked_together(bank, back):
    bring_in(bank, TWICE)
    first, second = lines()
    look = back.get(page("bank_booking", bank.bank.pk), {"line": [first.pk, second.pk]})
    assert (len(look.context["rows"]), look.context["total"]) == (2, 238_00)
    typed = {"line": [first.pk, second.pk], f"account-{first.pk}": "8400", f"account-{second.pk}": "99999"}
    refused = back.post(page("bank_booking", bank.bank.pk), {**typed, **key()})
    assert (refused.status_code, list(refused.context["form"].problems)) == (422, [second.pk])
    assert not Entry.objects.exists()
    back.post(page("bank_booking", bank.bank.pk), {**typed, f"account-{second.pk}": "", **key()})
    assert [line.state for line in lines()] == ["booked", "open"]


def test_a_line_is_split_on_its_page(bank, back):
    bring_in(bank, PLAIN)
    line = the_line()
    typed = {
        "posting_date": "02.03.2026", "text": "Ahorn", "part-0-account": "8400", "part-0-amount": "120,00",
        "part-0-tax": "USt19", "part-1-account": "4970", "part-1-amount": "-1,00",
    }  # fmt: skip
    refused = back.post(line.get_absolute_url(), {**typed, "part-1-amount": "-2,00", **key()})
    assert (refused.status_code, "1,00" in refused.content.decode()) == (409, True)
    assert back.post(line.get_absolute_url(), {**typed, "part-1-account": "", **key()}).status_code == 422
    back.post(line.get_absolute_url(), {**typed, **key()})
    draft = Entry.objects.get()
    assert list(draft.lines.values_list("account__number", "debit", "credit")) == [
        ("1200", 119_00, 0), ("8400", 0, 100_84), ("1776", 0, 19_16), ("4970", 1_00, 0),
    ]  # fmt: skip
    assert draft.get_absolute_url() in back.get(line.get_absolute_url()).content.decode()
    assert line.get_absolute_url() in back.get(draft.get_absolute_url()).content.decode()
    back.post(page("bank_line_undo", line.pk), key())
    assert (the_line().state, Entry.objects.count()) == ("open", 0)


def test_lines_are_ignored_together_for_one_reason(bank, back):
    bring_in(bank, TWICE)
    keys = {"line": [line.pk for line in lines()]}
    ignoring = page("bank_ignoring", bank.bank.pk)
    assert len(back.get(ignoring, keys).context["fit"]) == 2
    assert back.post(ignoring, {**keys, **key()}).status_code == 422
    back.post(ignoring, {**keys, "reason": "Umbuchung", **key()})
    assert {(line.state, line.reason) for line in lines()} == {("ignored", "Umbuchung")}
    assert back.post(ignoring, {**keys, "reason": "Noch einmal", **key()}).status_code == 409


def test_a_line_is_ignored_and_opened_again(bank, back):
    bring_in(bank, PLAIN)
    line = the_line()
    assert back.post(page("bank_line_ignore", line.pk), key()).status_code == 422
    back.post(page("bank_line_ignore", line.pk), {"reason": "Umbuchung", **key()})
    assert "Umbuchung" in back.get(line.get_absolute_url()).content.decode()
    back.post(page("bank_line_undo", line.pk), key())
    assert the_line().state == "open"


def test_what_is_in_the_books_is_matched_after_a_look(bank, capture, back):
    bring_in(bank, PLAIN, APRIL)
    draft = capture(day=the_first().booking_date)
    assert [row[1] for row in back.get(page("bank_matching", bank.bank.pk)).context["rows"]] == [draft]
    back.post(page("bank_matching", bank.bank.pk), key())
    assert the_first().entry == draft
    back.post(page("bank_line_undo", the_first().pk), key())
    back.post(page("bank_line_match", the_first().pk, draft.pk), key())
    assert the_first().entry == draft


def the_first():
    return lines()[0]


def test_who_only_reads_is_offered_nothing_to_do(bank, client_of):
    bring_in(bank, PLAIN)
    manager = client_of(bank.manager)
    shown = manager.get(page("bank_account", bank.bank.pk)).content.decode()
    assert 'name="line"' not in shown and "Ahorn GmbH" in shown
    assert manager.get(page("bank_booking", bank.bank.pk)).status_code == 403
    assert "denied" in manager.get(the_line().get_absolute_url()).content.decode()


def test_a_bank_account_is_opened_by_a_form(books, client_of):
    typed = {"name": "Hausbank", "iban": "DE02 1203 0000 0000 2020 51", "account": "1200"}
    back = client_of(books.back)
    assert back.post(page("bank_account_new"), {**typed, "account": "99", **key()}).status_code == 422
    assert back.post(page("bank_account_new"), {**typed, "iban": "DE00", **key()}).status_code == 409
    assert back.get(back.post(page("bank_account_new"), {**typed, **key()}).url).status_code == 200


def test_the_page_asks_as_often_for_one_line_as_for_three(bank, back, django_assert_num_queries):
    bring_in(bank, PLAIN)
    back.get(page("bank_account", bank.bank.pk))
    with CaptureQueriesContext(connection) as with_one:
        back.get(page("bank_account", bank.bank.pk))
    bring_in(bank, MORE)
    with django_assert_num_queries(len(with_one)):
        back.get(page("bank_account", bank.bank.pk))
