from datetime import date

import pytest

from accounting.actions.posting import post_entries
from accounting.models import FiscalYear
from accounting.reports import JournalReport, TrialBalanceReport
from accounting.tests.conftest import DAY
from foundation.access.decisions import Denied
from foundation.lib.errors import BusinessError
from foundation.reports import parameters
from foundation.reports.actions import request_report
from foundation.reports.catalogue import Row
from foundation.reports.choices import Span


def built(report, person, **params):
    cleaned = parameters.read(report(), person, params).cleaned_data
    return report().build(person, cleaned, lambda percent, message="": None)


@pytest.fixture
def posted(books, capture):
    """A cash sale of 119,00 in March and one of 59,50 in April that is still a draft."""
    post_entries([capture().pk], by=books.second)
    capture(day=date(2026, 4, 2))
    books.year = FiscalYear.objects.get(company=books.company)
    return books


def test_the_trial_balance_sums_each_kind_and_all(posted):
    data = built(TrialBalanceReport, posted.back, fiscal_year=posted.year.pk, first=1, last=12)
    assert [(row.css, row.cells[0], *row.cells[2:]) for row in data.lines] == [
        ("head", None, None, None, None, None),
        ("", "1200", 0, 119_00, 0, 119_00),
        ("sum", None, 0, 119_00, 0, 119_00),
        ("head", None, None, None, None, None),
        ("", "1776", 0, 0, 19_00, -19_00),
        ("sum", None, 0, 0, 19_00, -19_00),
        ("head", None, None, None, None, None),
        ("", "8400", 0, 0, 100_00, -100_00),
        ("sum", None, 0, 0, 100_00, -100_00),
        ("sum", None, 0, 119_00, 119_00, 0),
    ]


def test_movements_are_those_of_the_periods_and_balances_those_at_their_end(posted):
    data = built(TrialBalanceReport, posted.back, fiscal_year=posted.year.pk, first=4, last=6)
    assert data.lines[1].cells[2:] == [0, 0, 0, 119_00]


def test_the_journal_has_every_posted_line_and_its_sum(posted):
    data = built(JournalReport, posted.back, first="01.03.2026", last="30.04.2026")
    entry = ["AB-2026-00001", DAY, "", "Barverkauf"]
    assert data.lines[:-1] == [
        Row([*entry, "1200", 119_00, None, None]),
        Row([*entry, "8400", None, 100_00, "USt19"]),
        Row([*entry, "1776", None, 19_00, "USt19"]),
    ]
    assert data.lines[-1].cells[5:7] == [119_00, 119_00]


@pytest.mark.parametrize(
    ("report", "params"),
    [
        (TrialBalanceReport, {"fiscal_year": 1, "first": 5, "last": 4}),
        (TrialBalanceReport, {"fiscal_year": 1, "first": 0, "last": 12}),
        (JournalReport, {"first": "02.03.2026", "last": "01.03.2026"}),
        (JournalReport, {"first": "01.01.2025", "last": "31.12.2026"}),
        (JournalReport, {"first": "", "last": ""}),
    ],
)
def test_impossible_parameters_are_refused(posted, report, params):
    with pytest.raises(BusinessError):
        built(report, posted.back, **params)


def test_a_year_of_books_one_may_not_see_does_not_exist(posted):
    assert not TrialBalanceReport.form(person=posted.other).fields["fiscal_year"].queryset.exists()


def test_the_front_office_asks_for_no_report_of_the_books(posted):
    with pytest.raises(Denied) as denied:
        params = {"first": "01.03.2026", "last": "31.03.2026"}
        request_report(by=posted.front, report=JournalReport(), params=params, format="pdf")
    assert denied.value.decision.rule == "R05"


@pytest.mark.parametrize(
    ("report", "span", "on", "params"),
    [
        (JournalReport, Span.PREVIOUS_WEEK, date(2026, 4, 1), {"first": "23.03.2026", "last": "29.03.2026"}),
        (JournalReport, Span.YEAR_SO_FAR, date(2026, 4, 1), {"first": "01.01.2026", "last": "31.03.2026"}),
        (TrialBalanceReport, Span.PREVIOUS_MONTH, date(2026, 4, 1), {"first": 3, "last": 3}),
        (TrialBalanceReport, Span.PREVIOUS_QUARTER, date(2026, 7, 1), {"first": 4, "last": 6}),
        (TrialBalanceReport, Span.YEAR_SO_FAR, date(2026, 4, 1), {"first": 1, "last": 3}),
    ],
)
def test_a_schedule_asks_for_days_of_the_books(books, report, span, on, params):
    year = {"fiscal_year": FiscalYear.objects.get().pk} if report is TrialBalanceReport else {}
    assert report().params_of(books.back, span, on) == year | params


@pytest.mark.parametrize(
    ("span", "on"), [(Span.PREVIOUS_MONTH, date(2026, 1, 2)), (Span.YEAR_SO_FAR, date(2031, 1, 2))]
)
def test_days_that_are_not_in_the_books_are_no_report(books, span, on):
    with pytest.raises(BusinessError) as error:
        TrialBalanceReport().params_of(books.back, span, on)
    assert error.value.code == "report.no_year"
