"""What every list page of the house keeps to."""

import pytest

from accounting.models import BankLine, BankStatement
from accounting.tests.camt_cases import PLAIN
from accounting.tests.test_bank import bring_in
from conftest import fresh
from foundation.contacts.models import Partner
from foundation.jobs.actions import enqueue
from foundation.records.actor import acting
from foundation.screens.actions import begin_with, choose_columns, save_view

AT_MOST = 8

LISTS = [
    ("accounting:entries", "/accounting/entries/", "back", "number,period,posted_by,batch"),
    ("accounting:bank_lines", "/accounting/bank/{bank}/lines/", "back", "name,iban,statement"),
    ("contacts:partners", "/contacts/", "back", "number,company"),
    ("jobs:list", "/jobs/", "sysadmin", "kind,attempts"),
    ("desk:people", "/desk/people/", "other", "name,company"),
]


@pytest.mark.parametrize(("name", "path", "who", "columns"), LISTS)
def test_a_list_asks_at_most_eight_times_and_once_for_all_that_is_kept_of_it(
    books, bank, capture, client_of, secure_client_of, django_assert_max_num_queries, name, path, who, columns
):
    bring_in(bank, PLAIN)
    for number in range(3):
        capture()
        enqueue("records.seal", key=f"seal:{number}", by=fresh(books.sysadmin))
        with acting("system:test"):
            Partner.objects.create(company=books.company, number=f"1000{number}", kind="customer", name="Ahorn")
    person = fresh(getattr(books, who))
    begin_with(save_view(by=person, list=name, name="Meine", query=""), by=person, first=True)
    choose_columns(columns, by=person, list=name)
    browser = (secure_client_of if who == "sysadmin" else client_of)(person)
    address = path.format(bank=bank.bank.pk) + "?view=all"
    browser.get(address)  # the first request of a session notes that it is there
    with django_assert_max_num_queries(AT_MOST) as asked:
        page = browser.get(address, headers={"HX-Request": "true"})
    assert b"<tbody>" in page.content
    assert sum("screens_savedview" in query["sql"] for query in asked.captured_queries) == 1


WHOLE = ["/accounting/entries/", "/accounting/bank/{bank}/lines/", "/contacts/", "/jobs/", "/desk/people/", "/notices/"]


@pytest.mark.parametrize("who", ["back", "manager", "admin", "sysadmin", "auditor"])
def test_a_whole_page_asks_no_more(
    books, bank, capture, client_of, secure_client_of, django_assert_max_num_queries, who
):
    """With its menu, its filters and its head. What is counted there comes when the page is there."""
    bring_in(bank, PLAIN)
    capture()
    browser = (secure_client_of if "admin" in who else client_of)(getattr(books, who))
    for path in (page.format(bank=bank.bank.pk) for page in WHOLE):
        if browser.get(path).status_code == 200:
            with django_assert_max_num_queries(AT_MOST):
                page = browser.get(path).content.decode()
            assert 'id="badge-desk-work"></span>' in page
    assert 'id="badge-desk-work"' in browser.get("/badges/").content.decode()


PAGES = [
    "/accounting/entries/{entry}/",
    "/accounting/bank/lines/{line}/",
    "/accounting/bank/statements/{statement}/",
    "/contacts/{partner}/",
    "/accounting/bank/{bank}/",
    "/accounting/accounts/1200/",
]


def test_a_page_answers_what_a_list_shows_beside_itself(books, bank, capture, client_of):
    """Its heading and its main facts: no form, no shell, no question that only the whole page asks."""
    bring_in(bank, PLAIN)
    with acting("system:test"):
        partner = Partner.objects.create(company=books.company, number="10001", kind="customer", name="Ahorn")
    names = {
        "entry": capture().pk, "line": BankLine.objects.get().pk, "statement": BankStatement.objects.get().pk,
        "partner": partner.pk, "bank": bank.bank.pk,
    }  # fmt: skip
    browser = client_of(books.back)
    for path in (page.format(**names) for page in PAGES):
        part = browser.get(path, headers={"HX-Request": "true", "HX-Target": "preview"}).content.decode()
        whole = browser.get(path).content.decode()
        assert f'<h2><a href="{path}">' in part
        assert 'class="facts"' in part or "Saldo je Periode" in part
        assert "<form" not in part
        assert "<html" in whole
        assert "<html" not in part
