from decimal import Decimal

import pytest

from foundation.lib.decimals import format_decimal, parse_decimal
from foundation.lib.errors import BusinessError

READ = [
    ("1,0825", "1.0825"), ("1.0825", "1.0825"), ("1082", "1082"), ("1.082,5", "1082.5"), ("1 082,50", "1082.5"),
    (",5", "0.5"), (".5", "0.5"), ("0.125", "0.125"), ("-0,25", "-0.25"), ("−0,25", "-0.25"), ("1.234.567", "1234567"),
    ("1'234", "1234"), ("0", "0"), ("007", "7"), (" 3,10 ", "3.1"),
]  # fmt: skip
REFUSED = [
    ("1.082", "number.unclear"), ("-1.082", "number.unclear"), ("", "number.malformed"), ("1,2,3", "number.malformed"),
    ("1.23,4", "number.malformed"), ("zwei", "number.malformed"), ("1e5", "number.malformed"), ("NaN", "number.malformed"),
    ("1,123456789", "number.too_fine"), ("12345678901", "number.too_large"), ("١٢", "number.malformed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), READ)
def test_what_is_read(text, value):
    assert parse_decimal(text, places=8) == Decimal(value)


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_what_is_not_clear_is_refused(text, code):
    with pytest.raises(BusinessError) as caught:
        parse_decimal(text, places=8)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [
        ("1.08250000", "1,0825", "1.0825"),
        ("1082.5", "1.082,5", "1,082.5"),
        ("3", "3", "3"),
        ("-0.25", "-0,25", "-0.25"),
    ],
)
def test_how_it_is_written(value, german, english):
    assert (format_decimal(Decimal(value)), format_decimal(Decimal(value), english=True)) == (german, english)
