from datetime import date

import pytest

from accounting.actions.bank import open_bank_account
from accounting.actions.books import open_books, open_fiscal_year
from accounting.actions.entries import capture_entry
from accounting.actions.templates import create_template
from accounting.calc.lines import LineData
from accounting.models import Account, Journal
from conftest import fresh
from foundation.desk.tests.conftest import second_factor, secure_client_of
from foundation.records.actor import acting
from tests.worlds import world

from .camt_cases import OWN

__all__ = ["bank", "books", "capture", "second_factor", "secure_client_of"]
DAY = date(2026, 3, 15)
RENT = [
    LineData("4210", debit=1_500_00, text="Lager"),
    LineData("4240", tax_code="VSt19"),
    LineData("1200", credit=1_500_00),
]


def cash_sale(gross=119_00):
    return [LineData("1200", debit=gross), LineData("8400", credit=gross, tax_code="USt19")]


@world
def books(cast):
    """The cast with books in SKR03 for 2026; four eyes from 1.000,00."""
    with acting("system:test"):
        open_books(company=cast.company)
        open_fiscal_year(by="system:test", company=cast.company, start=date(2026, 1, 1))
    cast.journal = Journal.objects.get(company=cast.company, code="AB")
    return cast


@world
def bank(books):
    """The bank account that stands behind ledger account 1200."""
    books.bank = open_bank_account(
        by=fresh(books.back), company=books.company, name="Hausbank", iban=OWN,
        account=Account.objects.get(company=books.company, number="1200"),
    )  # fmt: skip
    return books


@pytest.fixture
def capture(books):
    def capture(by=None, lines=None, day=DAY, text="Barverkauf", **more):
        return capture_entry(
            by=by or books.back, company=books.company, journal=books.journal, posting_date=day, text=text,
            lines=cash_sale() if lines is None else lines, **more,
        )  # fmt: skip

    return capture


@pytest.fixture
def keep(books):
    """Keeps a template of the rent, or another."""

    def keep(by=None, name="Miete", lines=RENT, **more):
        facts = {"journal": books.journal, "text": "Miete {month}/{year}"} | more
        return create_template(by=fresh(by or books.back), company=books.company, name=name, lines=lines, **facts)

    return keep
