"""The pages of the ledger, seen by a bookkeeper, a second one, a manager and the front office."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounting.actions.books import open_fiscal_year
from accounting.actions.posting import post_entries
from accounting.calc.lines import LineData
from accounting.models import Entry, ImportBatch, KeptTyping, Period
from accounting.queries.proposals import as_typed
from conftest import fresh
from foundation.records.actor import acting

from .conftest import DAY
from .extf_cases import ROW, file

LARGE = [LineData("1200", debit=5_000_00), LineData("8400", credit=5_000_00)]
PAGES = ["entries", "accounts", "imports", "periods", "trial_balance"]
FORMS = ["entry_new", "account_new", "import_new", "year_new"]


def typed(books, **changes):
    return {
        "command_id": str(uuid4()),
        "journal": books.journal.pk,
        "posting_date": "150326",
        "text": "Barverkauf",
        "line-0-account": "1200 Bank",
        "line-0-debit": "119,00",
        "line-1-account": "8400",
        "line-1-credit": "119,00",
        "line-1-tax_code": "USt19",
        "line-2-account": "",
    } | changes


def key():
    return {"command_id": str(uuid4())}


def page(name, *args):
    return reverse(f"accounting:{name}", args=args)


@pytest.fixture
def back(books, client_of):
    return client_of(books.back)


@pytest.fixture
def second(books, client_of):
    return client_of(books.second)


@pytest.mark.parametrize("name", [*PAGES, *FORMS])
def test_each_page_opens_for_the_bookkeeper_and_not_for_the_front_office(books, back, client_of, name):
    assert back.get(page(name)).status_code == 200
    assert client_of(books.front).get(page(name)).status_code == 403


def test_the_front_office_sees_no_entry_and_no_account(books, capture, client_of):
    front = client_of(books.front)
    for address in (page("entry", capture().pk), page("account", "1200"), page("account_search")):
        assert front.get(address).status_code == 403
    assert "/accounting/" not in front.get(reverse("home")).content.decode()


def test_an_entry_is_captured_as_it_is_typed(books, back):
    answer = back.post(page("entry_new"), typed(books))
    entry = Entry.objects.get()
    assert answer.url == entry.get_absolute_url()
    assert list(entry.lines.values_list("account__number", "debit", "credit")) == [
        ("1200", 119_00, 0),
        ("8400", 0, 100_00),
        ("1776", 0, 19_00),
    ]
    assert back.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"line-0-debit": "12,345"}, 422),
        ({"line-0-credit": "5,00"}, 422),
        ({"line-0-debit": "-119,00"}, 422),
        ({"line-0-account": "99999"}, 422),
        ({"posting_date": "01.01.2020"}, 409),
    ],
)
def test_what_makes_no_entry_is_shown_again_as_typed(books, back, changes, status):
    answer = back.post(page("entry_new"), typed(books, **changes))
    assert answer.status_code == status
    assert not Entry.objects.exists()
    assert 'value="1200 Bank"' in answer.content.decode() or "line-0-account" in changes


def test_a_problem_stands_at_its_line_and_nothing_typed_is_lost(books, back):
    wrong = {"line-0-credit": "5,00", "line-2-text": "nur ein Text", "posting_date": "15.03.2026"}
    shown = back.post(page("entry_new"), typed(books, **wrong)).context["rows"]
    assert [row["text"] for _number, row, _problems in shown if row] == ["", "", "nur ein Text"]
    assert {number: [problem.part for problem in problems] for number, _row, problems in shown if problems} == {
        0: ["credit"],
        2: ["account"],
    }


def test_save_and_post_is_one_step_below_the_four_eyes_amount_only(books, back):
    answer = back.post(page("entry_new"), typed(books, post=""))
    assert answer.url == Entry.objects.posted().get().get_absolute_url()
    large = {"line-0-debit": "5.000,00", "line-1-credit": "5.000,00", "post": ""}
    assert back.post(page("entry_new"), typed(books, **large)).status_code == 409
    assert Entry.objects.count() == 1


def test_a_position_is_called_by_its_name(books, back):
    shown = back.get(page("account", "1200")).content.decode()
    assert "Kassenbestand" in shown and "§ 266 (2) B.IV" in shown and "assets.B" not in shown


def test_tax_codes_are_those_of_the_day_of_the_entry(books, back):
    now, then = (back.get(page("tax_options"), {"day": day}).content.decode() for day in ("15.03.2026", "15.03.1999"))
    assert "USt19" in now and "USt19" not in then
    with acting("system:test"):
        open_fiscal_year(by="system:test", company=books.company, start=date(1999, 1, 1))
    shown = back.post(page("entry_new"), typed(books, posting_date="15.03.1999"))
    assert [problem.part for problem in shown.context["rows"][1][2]] == ["tax_code"]
    assert '<option value="USt19" selected>' in shown.content.decode()


def test_a_draft_is_edited_with_its_gross_amount(books, back, capture):
    draft = capture()
    shown = back.get(page("entry_edit", draft.pk))
    assert shown.context["rows"][1][1]["credit"] == "119,00"
    back.post(page("entry_edit", draft.pk), typed(books, text="Anders"))
    draft.refresh_from_db()
    assert (draft.text, [line.account for line in as_typed(draft)]) == ("Anders", ["1200", "8400"])


def test_taxes_are_proposed_while_one_types(books, back):
    assert "1776" in back.post(page("proposal"), typed(books)).content.decode()


def test_what_is_typed_is_kept_until_it_is_saved(books, back):
    assert back.post(page("typing"), typed(books, text="Halb fertig")).status_code == 204
    shown = back.get(page("entry_new"))
    assert shown.context["restored"]
    assert "Halb fertig" in shown.content.decode()
    back.post(page("entry_new"), typed(books))
    assert not KeptTyping.objects.exists()


def test_a_second_person_posts_after_a_look(books, capture, second):
    drafts = [capture(lines=LARGE), capture(lines=LARGE[:1], text="Halb")]
    look = second.get(page("posting"), {"entry": [draft.pk for draft in drafts]})
    assert (look.context["fit"], look.context["sums"]) == (drafts[:1], [None, None, None, 5_000_00])
    assert [entry.text for entry, _reason in look.context["unfit"]] == ["Halb"]
    second.post(page("posting"), {"entry": drafts[0].pk, **key()})
    assert Entry.objects.get(pk=drafts[0].pk).full_number == "AB-2026-00001"


def test_own_drafts_are_discarded_after_a_look(books, capture, back):
    own, other, posted = capture(text="Eigen"), capture(by=books.second, text="Fremd"), capture(text="Fest")
    post_entries([posted.pk], by=fresh(books.second))
    look = back.get(page("discarding"), {"entry": [own.pk, other.pk, posted.pk]})
    assert (look.context["fit"], [row for row, _reason in look.context["unfit"]]) == ([own], [other, posted])
    assert back.post(page("discarding"), {"entry": [own.pk, posted.pk], **key()}).status_code == 409
    assert back.post(page("discarding"), {"entry": own.pk, **key()}).url == page("entries")
    assert set(Entry.objects.all()) == {other, posted}


def test_who_captured_a_large_entry_reads_why_another_posts_it(books, capture, back):
    draft = capture(lines=LARGE)
    shown = back.get(draft.get_absolute_url())
    assert shown.context["asked"]["post"].rule == "R03"
    assert "R03" in shown.content.decode()
    assert back.post(page("posting"), {"entry": draft.pk, **key()}).status_code == 403
    assert not Entry.objects.posted().exists()


def test_a_posted_entry_is_reversed_and_both_point_to_each_other(books, capture, back):
    draft = capture()
    post_entries([draft.pk], by=fresh(books.second))
    answer = back.post(page("reversal", draft.pk), {"posting_date": "16.03.2026", "text": "Storno", **key()})
    reversal = Entry.objects.get(reverses=draft)
    assert answer.url == reversal.get_absolute_url()
    assert draft.get_absolute_url() in back.get(answer.url).content.decode()
    assert reversal.get_absolute_url() in back.get(draft.get_absolute_url()).content.decode()


def test_an_account_shows_the_balance_after_each_line(books, capture, back):
    post_entries([capture().pk, capture().pk], by=fresh(books.second))
    shown = back.get(page("account", "1200"), {"date_from": "01.03.2026", "date_to": "31.03.2026"})
    balances = [re.search(r">([^<]*)</td>$", row)[1] for row in shown.context["rows"]]
    assert balances == ["119,00", "238,00"]
    assert [row["balance"] for row in shown.context["periods"]] == [238_00]


def test_the_file_of_an_account_carries_the_balance_from_before_its_first_line(books, capture, back):
    post_entries(
        [capture().pk, capture(day=DAY.replace(month=4)).pk, capture(by=books.back, day=DAY).pk], by=fresh(books.second)
    )
    april = {"period": Period.objects.get(number=4).pk, "format": "csv"}
    whole = b"".join(back.get(page("account", "1200"), {"format": "csv"}).streaming_content).decode()
    part = b"".join(back.get(page("account", "1200"), april).streaming_content).decode()
    assert [line.rsplit(";", 1)[1] for line in whole.split()[1:] if ";" in line][-3:] == ["119,00", "238,00", "357,00"]
    assert part.strip().endswith(";357,00") and "238,00" not in part


def test_the_trial_balance_groups_and_sums(books, capture, back):
    post_entries([capture().pk], by=fresh(books.second))
    shown = back.get(page("trial_balance"), {"first": "3", "last": "3"})
    assert shown.context["sums"].balance == 0
    assert sum(group["sums"].debit for group in shown.context["groups"]) == 119_00


def test_a_period_is_locked_by_a_form(books, back):
    period = Period.objects.get(number=3)
    assert back.get(page("period_state", period.pk), {"state": "locked"}).status_code == 200
    back.post(page("period_state", period.pk), {"state": "locked", **key()})
    period.refresh_from_db()
    assert period.state == "locked"
    assert back.post(page("period_state", period.pk), {"state": "open", **key()}).status_code == 409


def test_a_file_is_looked_at_before_it_comes_into_the_books(books, back):
    sent = SimpleUploadedFile("EXTF_Buchungsstapel.csv", file(ROW))
    answer = back.post(page("import_new"), {"file": sent, **key()})
    batch = ImportBatch.objects.get()
    assert answer.url == batch.get_absolute_url()
    shown = back.get(answer.url)
    assert len(shown.context["rows"]) == batch.row_count
    assert back.get(answer.url, {"finding": "error"}).status_code == 200
    assert not Entry.objects.exists()
    back.post(page("import_discard", batch.pk), key())
    assert ImportBatch.objects.get().state == "discarded"


def test_the_list_finds_by_amount_and_is_exported_without_boxes(books, capture, back):
    capture(text="Klein")
    capture(text="Gross", lines=LARGE)
    shown = back.get(page("entries"), {"total_from": "1000"}).content.decode()
    assert "Gross" in shown and "Klein" not in shown
    export = b"".join(back.get(page("entries"), {"format": "csv"}).streaming_content)
    assert b"checkbox" not in export and b"Klein" in export


def test_a_confirmed_import_waits_for_the_worker_and_shows_its_progress(books, back):
    sent = SimpleUploadedFile("EXTF_Buchungsstapel.csv", file(ROW))
    address = back.post(page("import_new"), {"file": sent, **key()}).url
    batch = ImportBatch.objects.get()
    assert back.post(page("import_confirm", batch.pk), key()).url == address
    assert page("import_progress", batch.pk) in back.get(address).content.decode()
    assert back.get(page("import_progress", batch.pk)).status_code == 200
    assert back.post(page("import_discard", batch.pk), key()).status_code == 409


def test_a_document_is_attached_and_a_wrong_one_is_explained(books, capture, back):
    draft = capture()
    note = SimpleUploadedFile("beleg.txt", b"Barverkauf vom 15.03.")
    assert back.post(page("entry_attach", draft.pk), {"file": note, **key()}).url == draft.get_absolute_url()
    assert "beleg.txt" in back.get(draft.get_absolute_url()).content.decode()
    wrong = back.post(page("entry_attach", draft.pk), {"file": SimpleUploadedFile("a.pdf", b"MZ\x00\x01"), **key()})
    assert wrong.status_code == 409
    assert "a.pdf" in wrong.content.decode()
    assert draft.documents.count() == 1
