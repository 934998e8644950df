from decimal import Decimal

import pytest

from foundation.lib.errors import BusinessError
from foundation.lib.money import (
    LARGEST,
    format_amount,
    net_and_tax,
    parse_amount,
    round_half_up,
    tax_on,
    to_decimal,
)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0", 0),
        ("5", 500),
        ("1234", 123400),
        ("1234,5", 123450),
        ("1234,56", 123456),
        ("1234.56", 123456),
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("1.234", 123400),
        ("1.234.567", 123456700),
        ("1,234,567", 123456700),
        ("1.234.567,8", 123456780),
        ("1,234,567.89", 123456789),
        ("1 234 567,89", 123456789),
        ("1\u00a0234,56", 123456),
        ("1\u202f234.56", 123456),
        ("1'234.56", 123456),
        ("1’234,56", 123456),
        (",56", 56),
        (".5", 50),
        ("007,10", 710),
        ("-5", -500),
        ("- 5,00", -500),
        ("−5,01", -501),
        ("+5", 500),
        ("-0", 0),
        ("  12,00 € ", 1200),
        ("12,00€", 1200),
        ("€ 12", 1200),
        ("€-12", -1200),
        ("-€12", -1200),
        ("12 eur", 1200),
        ("999.999.999.999,99", LARGEST),
        ("-999999999999.99", -LARGEST),
        ("0" * 5000 + "1", 100),
    ],
)
def test_an_amount_is_understood(text, cents):
    assert parse_amount(text) == cents


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "€", "-", ",", ".", "5,", "5.", "--5", "5-", "1.234.56", "12,345", "1,2,3", "1.2.3", "1,234,56"]
    + ["1234,567", "1234.567", "0.123", "1.23,45", "12.34,56", "1,234.567", "1.234,567", "1 23", "1'23", "1 234.567,00"]
    + ["1.234'567", "1e3", "0x10", "1_000", "nan", "inf", "١٢", "½", "5 USD", "1/2", "=1+1"],
)
def test_an_unclear_amount_is_refused_by_name(text):
    with pytest.raises(BusinessError) as refusal:
        parse_amount(text)
    assert refusal.value.code == "money.malformed"
    assert str(refusal.value) == f"“{text.strip()}” is not a clear amount. Please write it like 1.234,56."


@pytest.mark.parametrize("text", ["1.000.000.000.000,00", "-1000000000000", "9" * 5000])
def test_an_amount_beyond_the_limit_is_refused(text):
    with pytest.raises(BusinessError) as refusal:
        parse_amount(text)
    assert refusal.value.code == "money.too_large"
    assert str(refusal.value).endswith("is too large. The largest amount is 999.999.999.999,99.")


@pytest.mark.parametrize(
    ("cents", "german", "english"),
    [
        (0, "0,00", "0.00"),
        (5, "0,05", "0.05"),
        (-5, "-0,05", "-0.05"),
        (123456, "1.234,56", "1,234.56"),
        (-123456789, "-1.234.567,89", "-1,234,567.89"),
        (LARGEST, "999.999.999.999,99", "999,999,999,999.99"),
    ],
)
def test_an_amount_is_written_and_read_back(cents, german, english):
    assert (format_amount(cents), format_amount(cents, english=True)) == (german, english)
    assert (parse_amount(german), parse_amount(english)) == (cents, cents)


def test_the_currency_stays_on_the_line_of_its_amount():
    assert format_amount(-1200, "EUR") == "-12,00\u00a0EUR"


@pytest.mark.parametrize(("value", "rounded"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("2.4999", 2)])
def test_a_half_goes_away_from_zero(value, rounded):
    assert round_half_up(Decimal(value)) == rounded


@pytest.mark.parametrize(
    ("gross", "rate", "net", "tax"),
    [
        (11900, "19", 10000, 1900),
        (10000, "19", 8403, 1597),
        (-10000, "19", -8403, -1597),
        (10700, "7", 10000, 700),
        (10000, "0", 10000, 0),
        (1, "19", 1, 0),
        (LARGEST, "5.5", 94786729857819, 5213270142180),
    ],
)
def test_gross_falls_into_net_and_tax(gross, rate, net, tax):
    assert net_and_tax(gross, Decimal(rate)) == (net, tax)
    assert net + tax == gross


@pytest.mark.parametrize(("net", "rate", "tax"), [(10000, "19", 1900), (150, "7", 11), (-150, "7", -11), (3, "19", 1)])
def test_tax_on_net(net, rate, tax):
    assert tax_on(net, Decimal(rate)) == tax


@pytest.mark.parametrize(("cents", "units"), [(123450, "1234.50"), (-5, "-0.05"), (0, "0.00")])
def test_cents_as_units_keep_two_decimals(cents, units):
    assert str(to_decimal(cents)) == units
