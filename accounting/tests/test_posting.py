from datetime import date

import pytest
from django.core.management import call_command

from accounting.actions.books import set_period_state
from accounting.actions.entries import change_draft, discard_draft, reverse_entry
from accounting.actions.posting import capture_and_post, post_entries
from accounting.calc.lines import LineData
from accounting.models import AccountBalance, Entry, Line, Period
from accounting.queries.balances import totals, trial_balance
from accounting.queries.books import current_year
from accounting.queries.chain import verify_books
from conftest import fresh
from foundation.access.decisions import Denied
from foundation.lib.errors import BusinessError, Conflict

from .conftest import DAY, cash_sale

pytestmark = pytest.mark.django_db


def stored(entry):
    return [
        (line.account.number, line.debit, line.credit, line.tax_code.code if line.tax_code else "", line.of_tax)
        for line in entry.lines.select_related("account", "tax_code")
    ]


def test_a_gross_line_becomes_net_and_tax(capture):
    assert stored(capture()) == [
        ("1200", 119_00, 0, "", False),
        ("8400", 0, 100_00, "USt19", False),
        ("1776", 0, 19_00, "USt19", True),
    ]


def test_posting_numbers_chains_and_keeps_balances(books, capture):
    first, second = capture(), capture(lines=[LineData("1600", debit=50_00), LineData("1200", credit=50_00)])
    posted = post_entries([second.pk, first.pk], by=fresh(books.second))
    assert [(entry.pk, entry.full_number) for entry in posted] == [
        (first.pk, "AB-2026-00001"),
        (second.pk, "AB-2026-00002"),
    ]
    assert posted[1].previous_hash == posted[0].hash
    rows = trial_balance(current_year(books.company, date(2026, 6, 1)))
    assert [(row.number, row.debit, row.credit, row.balance) for row in rows] == [
        ("1200", 119_00, 50_00, 69_00),
        ("1600", 50_00, 0, 50_00),
        ("1776", 0, 19_00, -19_00),
        ("8400", 0, 100_00, -100_00),
    ]
    assert (totals(rows).debit, totals(rows).credit, totals(rows).balance) == (169_00, 169_00, 0)
    assert list(verify_books()) == []


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([LineData("1200", debit=100)], "ledger.two_lines"),
        ([LineData("1200", debit=100), LineData("8200", credit=99)], "ledger.unbalanced"),
    ],
)
def test_what_is_not_whole_stays_a_draft(books, capture, lines, code):
    draft = capture(lines=lines)
    with pytest.raises(BusinessError) as refused:
        post_entries([draft.pk], by=fresh(books.second))
    assert refused.value.code == code
    assert Entry.objects.get(pk=draft.pk).number is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"day": date(2031, 1, 1)}, "ledger.no_year"),
        ({"lines": [LineData("9999999", debit=1), LineData("1200", credit=1)]}, "ledger.no_account"),
        ({"lines": [LineData("1200", debit=1, tax_code="USt99"), LineData("8200", credit=1)]}, "ledger.tax_code"),
        ({"lines": [LineData("1200", debit=10**14), LineData("8200", credit=10**14)]}, "money.too_large"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_a_sentence(capture, changes, code):
    with pytest.raises(BusinessError) as refused:
        capture(**changes)
    assert refused.value.code == code
    assert not Entry.objects.exists()


def test_four_eyes_from_the_amount_of_the_setting(books, capture):
    small, large = capture(), capture(lines=[LineData("1200", debit=1000_00), LineData("8200", credit=1000_00)])
    post_entries([small.pk], by=fresh(books.back))
    with pytest.raises(Denied) as refused:
        post_entries([large.pk], by=fresh(books.back))
    assert refused.value.rule == "R03"
    post_entries([large.pk], by=fresh(books.second))


def test_whoever_edits_does_not_post(books, capture):
    big = [LineData("1200", debit=5000_00), LineData("8200", credit=5000_00)]
    draft = capture(lines=big)
    change_draft(
        draft, by=fresh(books.second), company=books.company, journal=books.journal, posting_date=draft.posting_date,
        text="Nachgebessert", lines=big,
    )  # fmt: skip
    with pytest.raises(Denied):
        post_entries([draft.pk], by=fresh(books.second))
    post_entries([draft.pk], by=fresh(books.manager))


@pytest.mark.parametrize("who", ["front", "other", "admin", "sysadmin", "auditor"])
def test_others_neither_capture_nor_post(books, capture, who):
    draft = capture()
    with pytest.raises(Denied):
        capture(by=fresh(getattr(books, who)))
    with pytest.raises(Denied):
        post_entries([draft.pk], by=fresh(getattr(books, who)))


def test_nothing_is_posted_into_a_locked_period(books, capture):
    draft = capture()
    period = Period.objects.get(number=3)
    set_period_state(period, by=fresh(books.back), state="soft")
    with pytest.raises(BusinessError) as refused:
        post_entries([draft.pk], by=fresh(books.second))
    assert refused.value.code == "ledger.period_closed"
    set_period_state(period, by=fresh(books.back), state="locked")
    with pytest.raises(Conflict):
        set_period_state(period, by=fresh(books.back), state="open")


def test_all_or_none(books, capture):
    good, bad = capture(), capture(lines=[LineData("1200", debit=1)])
    with pytest.raises(BusinessError):
        post_entries([good.pk, bad.pk], by=fresh(books.second))
    assert not Entry.objects.posted().exists()
    assert not AccountBalance.objects.exists()


def test_a_reversal_takes_the_amounts_back(books, capture):
    entry = capture()
    post_entries([entry.pk], by=fresh(books.second))
    entry = Entry.objects.get(pk=entry.pk)
    reversal = reverse_entry(entry, by=fresh(books.back), posting_date=date(2026, 4, 1), text="Storno")
    post_entries([reversal.pk], by=fresh(books.second))
    rows = trial_balance(current_year(books.company, date(2026, 6, 1)))
    assert {row.balance for row in rows} == {0}
    with pytest.raises(Conflict):
        reverse_entry(entry, by=fresh(books.back), posting_date=date(2026, 4, 1), text="Storno")
    call_command("verify_books", verbosity=0)


def test_captured_and_posted_at_once(books):
    facts = {"company": books.company, "journal": books.journal, "posting_date": DAY, "text": "Barverkauf"}
    first = capture_and_post(by=fresh(books.back), lines=cash_sale(), **facts)
    second = capture_and_post(by=fresh(books.back), lines=cash_sale(), document_number="RE-1", **facts)
    assert [str(first), str(second)] == ["AB-2026-00001", "AB-2026-00002"]
    assert set(Line.objects.values_list("entry", "posting_date")) == {(first.pk, DAY), (second.pk, DAY)}
    assert list(verify_books()) == []


def test_what_may_not_be_posted_at_once_is_not_captured_either(books):
    facts = {"company": books.company, "journal": books.journal, "posting_date": DAY, "text": "Barverkauf"}
    with pytest.raises(Denied) as refused:
        capture_and_post(by=fresh(books.back), lines=cash_sale(5_000_00), **facts)
    assert refused.value.rule == "R03"
    with pytest.raises(BusinessError):
        capture_and_post(by=fresh(books.back), lines=[LineData("1200", debit=1)], **facts)
    assert not Entry.objects.exists()


def test_a_posted_entry_is_neither_changed_nor_discarded_nor_posted_again(books, capture):
    entry = capture()
    post_entries([entry.pk], by=fresh(books.second))
    with pytest.raises(Conflict):
        discard_draft(entry, by=fresh(books.back))
    with pytest.raises(Conflict):
        post_entries([entry.pk], by=fresh(books.second))
