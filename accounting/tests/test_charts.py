import csv
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from accounting.calc.charts import CHARTS, chart, personal_account_kind, tax_codes
from accounting.calc.hgb import positions

PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "accounting" / "skr"

# SKR03, SKR04, name, HGB position.
WELL_KNOWN = [
    ("0027", "0135", "EDV-Software", "assets.A.I.2"),
    ("0320", "0520", "Pkw", "assets.A.II.3"),
    ("7140", "1140", "Waren (Bestand)", "assets.B.I.3"),
    ("1400", "1200", "Forderungen aus Lieferungen und Leistungen", "assets.B.II.1"),
    ("1576", "1406", "Abziehbare Vorsteuer 19 %", "assets.B.II.4"),
    ("1360", "1460", "Geldtransit", "assets.B.II.4"),
    ("1000", "1600", "Kasse", "assets.B.IV"),
    ("1200", "1800", "Bank", "assets.B.IV"),
    ("0980", "1900", "Aktive Rechnungsabgrenzung", "assets.C"),
    ("0800", "2900", "Gezeichnetes Kapital", "liabilities.A.I"),
    ("0860", "2970", "Gewinnvortrag vor Verwendung", "liabilities.A.IV"),
    ("0970", "3070", "Sonstige Rückstellungen", "liabilities.B.3"),
    ("1600", "3300", "Verbindlichkeiten aus Lieferungen und Leistungen", "liabilities.C.4"),
    ("1740", "3720", "Verbindlichkeiten aus Lohn und Gehalt", "liabilities.C.8"),
    ("1776", "3806", "Umsatzsteuer 19 %", "liabilities.C.8"),
    ("0990", "3900", "Passive Rechnungsabgrenzung", "liabilities.D"),
    ("8400", "4400", "Erlöse 19 % USt", "pl.1"),
    ("8736", "4736", "Gewährte Skonti 19 % USt", "pl.1"),
    ("3400", "5400", "Wareneingang 19 % Vorsteuer", "pl.5a"),
    ("3850", "5840", "Zölle und Einfuhrabgaben", "pl.5a"),
    ("3100", "5900", "Fremdleistungen", "pl.5b"),
    ("4120", "6020", "Gehälter", "pl.6a"),
    ("4130", "6110", "Gesetzliche soziale Aufwendungen", "pl.6b"),
    ("4930", "6815", "Bürobedarf", "pl.8"),
    ("4320", "7610", "Gewerbesteuer", "pl.14"),
    ("2375", "7680", "Grundsteuer", "pl.16"),
    ("9000", "9000", "Saldenvorträge, Sachkonten", "statistical"),
]

SIZES = {"skr03": 1097, "skr04": 1229}

INCOME = {"pl.1", "pl.2", "pl.3", "pl.4", "pl.9", "pl.9a", "pl.10", "pl.11", "pl.16a"}

# Kind, rate in percent, BU key and fields of the advance VAT return (base, tax, input) as of 2026.
TAX_CODES = {
    "USt19": ("output", 19, "3", "81", "", ""),
    "USt7": ("output", 7, "2", "86", "", ""),
    "USt0": ("output", 0, "", "87", "", ""),
    "VSt19": ("input", 19, "9", "", "", "66"),
    "VSt7": ("input", 7, "8", "", "", "66"),
    "igL": ("ic_supply", 0, "", "41", "", ""),
    "igE19": ("ic_acquisition", 19, "19", "89", "", "61"),
    "igE7": ("ic_acquisition", 7, "18", "93", "", "61"),
    "igE0": ("ic_acquisition", 0, "", "91", "", ""),
    "13b19": ("reverse_charge", 19, "94", "84", "85", "67"),
    "13b7": ("reverse_charge", 7, "91", "84", "85", "67"),
    "13bEU19": ("reverse_charge", 19, "", "46", "47", "67"),
    "13bEU7": ("reverse_charge", 7, "", "46", "47", "67"),
    "Ausfuhr": ("export", 0, "", "43", "", ""),
    "steuerfrei": ("exempt", 0, "", "48", "", ""),
    "Dreieck": ("exempt", 0, "", "42", "", ""),
    "igSonst": ("exempt", 0, "", "21", "", ""),
    "13bL": ("exempt", 0, "", "60", "", ""),
    "nsb": ("exempt", 0, "", "45", "", ""),
}

# Output and input account of each code at the rates of today, and at those of the second half of 2020.
TAX_ACCOUNTS = {
    "skr03": {
        "USt19": ("1776", "", "1775", ""),
        "USt7": ("1771", "", "1773", ""),
        "VSt19": ("", "1576", "", "1575"),
        "VSt7": ("", "1571", "", "1568"),
        "igE19": ("1774", "1574", "1772", "1572"),
        "igE7": ("1772", "1572", "1772", "1572"),
        "13b19": ("1787", "1577", "1785", "1578"),
        "13b7": ("1785", "1578", "1785", "1578"),
    },
    "skr04": {
        "USt19": ("3806", "", "3805", ""),
        "USt7": ("3801", "", "3803", ""),
        "VSt19": ("", "1406", "", "1405"),
        "VSt7": ("", "1401", "", "1403"),
        "igE19": ("3804", "1404", "3802", "1402"),
        "igE7": ("3802", "1402", "3802", "1402"),
        "13b19": ("3837", "1407", "3835", "1408"),
        "13b7": ("3835", "1408", "3835", "1408"),
    },
}


def kind_of(position):
    if position.startswith("liabilities"):
        return "equity" if position.startswith("liabilities.A.") else "liability"
    if position.startswith("pl."):
        return "income" if position in INCOME else "expense"
    return {"assets": "asset", "statistical": "memo"}[position.partition(".")[0]]


def in_force(name, day):
    return {code.code: code for code in tax_codes(name) if code.valid_from <= day <= (code.valid_to or date.max)}


@pytest.mark.parametrize(("skr03", "skr04", "name", "position"), WELL_KNOWN)
def test_well_known_accounts_have_their_number_name_and_place(skr03, skr04, name, position):
    for chart_name, number in (("skr03", skr03), ("skr04", skr04)):
        account = next(account for account in chart(chart_name) if account.number == number)
        assert (account.name, account.position) == (name, position)


@pytest.mark.parametrize("name", CHARTS)
def test_every_account_stands_once_in_order_and_at_the_end_of_one_branch(name):
    numbers = [account.number for account in chart(name)]
    assert len(numbers) == SIZES[name]
    assert numbers == sorted(set(numbers))
    assert all(len(number) == 4 and number.isdigit() for number in numbers)
    branches = {position.parent for position in positions()}
    leaves = {position.code for position in positions()} - branches
    assert {account.position for account in chart(name)} <= leaves
    assert [account for account in chart(name) if account.kind != kind_of(account.position)] == []


@pytest.mark.parametrize("name", CHARTS)
def test_automatic_accounts_and_tax_codes_know_each_other(name):
    codes = {code.code for code in tax_codes(name)}
    assert {account.tax for account in chart(name)} - {""} <= codes
    kinds = {account.number: account.kind for account in chart(name)}
    for code in tax_codes(name):
        assert kinds.get(code.account_output, "liability") == "liability"
        assert kinds.get(code.account_input, "asset") == "asset"
        assert {code.account_output, code.account_input} - {""} <= set(kinds)


@pytest.mark.parametrize("name", CHARTS)
def test_the_rate_in_an_account_name_is_the_rate_of_its_tax_code(name):
    rates = {code: str(row.rate) for code, row in in_force(name, date(2026, 1, 1)).items()}
    for account in chart(name):
        if account.tax and " %" in account.name:
            assert f"{rates[account.tax]} %" in account.name


@pytest.mark.parametrize("name", CHARTS)
def test_tax_codes_of_today(name):
    assert {
        code.code: (code.kind, code.rate, code.bu_key, code.kz_base, code.kz_tax, code.kz_input)
        for code in in_force(name, date(2026, 1, 1)).values()
    } == TAX_CODES


@pytest.mark.parametrize("name", CHARTS)
def test_tax_goes_to_the_account_of_its_rate(name):
    today, in_2020 = in_force(name, date(2026, 1, 1)), in_force(name, date(2020, 7, 1))
    assert {
        code: (
            today[code].account_output,
            today[code].account_input,
            in_2020[code].account_output,
            in_2020[code].account_input,
        )
        for code in TAX_ACCOUNTS[name]
    } == TAX_ACCOUNTS[name]


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize(
    ("day", "full", "reduced", "base", "tax"),
    [
        (date(2007, 1, 1), 19, 7, "81", ""),
        (date(2020, 6, 30), 19, 7, "81", ""),
        (date(2020, 7, 1), 16, 5, "35", "36"),
        (date(2020, 12, 31), 16, 5, "35", "36"),
        (date(2021, 1, 1), 19, 7, "81", ""),
    ],
)
def test_the_rates_of_the_second_half_of_2020(name, day, full, reduced, base, tax):
    codes = in_force(name, day)
    for prefix in ("USt", "VSt", "igE", "13b"):
        assert (codes[f"{prefix}19"].rate, codes[f"{prefix}7"].rate) == (Decimal(full), Decimal(reduced))
    assert (codes["USt19"].kz_base, codes["USt19"].kz_tax) == (base, tax)


@pytest.mark.parametrize("name", CHARTS)
def test_the_rows_of_a_tax_code_follow_each_other_without_gap(name):
    spans = defaultdict(list)
    for code in tax_codes(name):
        spans[code.code].append(code)
    for rows in spans.values():
        assert [row.valid_to + timedelta(days=1) for row in rows[:-1]] == [row.valid_from for row in rows[1:]]
        assert rows[-1].valid_to is None


def test_the_positions_form_three_statements_and_one_place_for_memo_accounts():
    codes = [position.code for position in positions()]
    assert len(codes) == len(set(codes)) == 95
    assert [position.order for position in positions()] == sorted({position.order for position in positions()})
    assert [position.code for position in positions() if position.parent is None] == [
        "assets",
        "liabilities",
        "pl",
        "statistical",
    ]
    seen = {}
    for position in positions():
        assert position.parent is None or seen[position.parent] == position.statement
        assert position.name and position.name_en
        seen[position.code] = position.statement


@pytest.mark.parametrize(
    ("number", "length", "kind"),
    [
        ("9999", 4, None),
        ("09999", 4, None),
        ("10000", 4, "customer"),
        ("69999", 4, "customer"),
        ("70000", 4, "supplier"),
        ("99999", 4, "supplier"),
        ("100000", 4, None),
        ("10000", 5, None),
        ("100000", 5, "customer"),
        ("700000000", 8, "supplier"),
        ("1000a", 4, None),
        ("١٠٠٠٠", 4, None),
        ("", 4, None),
    ],
)
def test_personal_accounts_have_one_digit_more(number, length, kind):
    assert personal_account_kind(number, length) == kind


def test_only_the_two_charts_exist():
    for read in (chart, tax_codes):
        with pytest.raises(LookupError):
            read("../skr03")


@pytest.mark.parametrize("file", sorted(PUBLISHED.glob("skr0*.csv")), ids=lambda file: file.stem)
def test_published_numbers_are_covered(file):
    with file.open(encoding="utf-8", newline="") as source:
        published = {row["number"].lower().replace("o", "0").zfill(4) for row in csv.DictReader(source, delimiter=";")}
    known = {account.number for account in chart(file.stem[:5])}
    assert len(published & known) >= 0.99 * len(published)
