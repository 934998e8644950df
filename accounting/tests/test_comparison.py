from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from accounting.actions.books import open_fiscal_year
from accounting.actions.posting import post_entries
from accounting.calc.comparison import Compared, compare, together
from accounting.models import FiscalYear, Period
from accounting.queries.books import period_to_compare
from accounting.reports import TrialBalanceReport
from foundation.lib.errors import BusinessError
from foundation.records.actor import acting
from foundation.reports import parameters


class Side(NamedTuple):
    number: str
    balance: int
    name: str = "Bank"
    kind: str = "asset"


@pytest.mark.parametrize(
    ("now", "before", "difference", "percent"),
    [
        (150_00, 100_00, 50_00, "50.0"),
        (100_00, 150_00, -50_00, "-33.3"),
        (-150_00, -100_00, -50_00, "-50.0"),
        (50_00, -100_00, 150_00, "150.0"),
        (100_05, 100_00, 5, "0.1"),
        (100_00, 0, 100_00, None),
        (0, 100_00, -100_00, "-100.0"),
        (0, 0, 0, None),
    ],
)
def test_difference_and_share(now, before, difference, percent):
    row = Compared("1200", "Bank", "asset", now, before)
    assert (row.difference, row.percent) == (difference, percent and Decimal(percent))


def test_an_account_may_stand_on_one_side_only():
    rows = compare([Side("1000", 5), Side("1200", 7)], [Side("1200", 2), Side("1400", 3)])
    assert [(row.number, row.now, row.before) for row in rows] == [("1000", 5, 0), ("1200", 7, 2), ("1400", 0, 3)]
    assert together("Sum", rows)[3:] == (12, 5)


@pytest.fixture
def two_years(books, capture):
    """119,00 sold in March 2026 and again in April; the year before stands empty."""
    with acting("system:test"):
        open_fiscal_year(by="system:test", company=books.company, start=date(2025, 1, 1))
    for day in (date(2026, 3, 15), date(2026, 4, 15)):
        post_entries([capture(day=day).pk], by=books.second)
    books.year = FiscalYear.objects.get(start=date(2026, 1, 1))
    return books


@pytest.mark.parametrize(
    ("key", "first", "last", "found"),
    [
        ("year", 1, 4, (2025, 4)),
        ("before", 4, 4, (2026, 3)),
        ("before", 1, 12, (2025, 12)),
        ("", 1, 12, None),
        ("999999", 1, 12, None),
        ("x", 1, 12, None),
    ],
)
def test_which_period_it_is_held_against(two_years, key, first, last, found):
    period = period_to_compare(key, two_years.year, first, last)
    assert (period and (period.fiscal_year.start.year, period.number)) == found


def test_another_company_is_not_compared_with(two_years):
    two_years.year.company_id = 0
    assert period_to_compare(str(Period.objects.first().pk), two_years.year, 1, 12) is None


def test_the_report_holds_two_periods_side_by_side(two_years):
    asked = {"fiscal_year": two_years.year.pk, "first": 4, "last": 4, "compare": "before"}
    cleaned = parameters.read(TrialBalanceReport(), two_years.back, asked).cleaned_data
    data = TrialBalanceReport().build(two_years.back, cleaned, lambda percent, message="": None)
    assert [row.cells[:1] + row.cells[2:] for row in data.lines if not row.css] == [
        ["1200", 238_00, 119_00, 119_00, "100,0"],
        ["1776", -38_00, -19_00, -19_00, "-100,0"],
        ["8400", -200_00, -100_00, -100_00, "-100,0"],
    ]
    assert data.lines[-1].cells[2:] == [0, 0, 0, None]


def test_what_the_books_do_not_reach_is_said(books):
    year = FiscalYear.objects.get()
    with pytest.raises(BusinessError, match="reichen"):
        parameters.read(
            TrialBalanceReport(), books.back, {"fiscal_year": year.pk, "first": 1, "last": 12, "compare": "year"}
        )


def test_the_page_shows_the_comparison(two_years, client_of):
    client = client_of(two_years.back)
    pages = [client.get(f"/accounting/trial-balance/?first=4&last=4&compare={key}") for key in ("before", "", "x")]
    assert [page.content.decode().count("Differenz") > 0 for page in pages] == [True, False, False]
    assert "So weit reichen die Bücher nicht zurück." in pages[2].content.decode()
