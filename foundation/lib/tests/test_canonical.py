from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy

from foundation.lib.canonical import canonical, sha256_hex
from foundation.lib.money import Cents


def test_a_whole_value():
    entry = {
        "text": 'Büro "Süd"',
        "cents": Cents(-11900),
        "on": date(2026, 11, 5),
        "at": datetime(2026, 11, 5, 1, 30, tzinfo=timezone(timedelta(hours=1))),
        "rate": Decimal("19.00"),
        "id": UUID(int=1),
        "lines": [(1, None), True],
        "a": {},
    }
    assert canonical(entry).decode() == (
        '{"a":{},"at":"2026-11-05T00:30:00.000000+00:00","cents":-11900,"id":"00000000-0000-0000-0000-000000000001",'
        '"lines":[[1,null],true],"on":"2026-11-05","rate":"19","text":"Büro \\"Süd\\""}'
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ([1, 2], (1, 2)),
        (Decimal("1.5"), Decimal("1.500")),
        (Decimal("1000"), Decimal("1E+3")),
        (Decimal("0"), Decimal("-0.00")),
        (
            datetime(2026, 11, 5, 12, tzinfo=UTC),
            datetime(2026, 11, 5, 13, tzinfo=timezone(timedelta(hours=1))),
        ),
    ],
)
def test_equal_values_have_equal_bytes(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, "1"), (Decimal("10"), Decimal("100")), ("a", "a "), (None, ""), (["ab"], ["a", "b"]), (True, 1)],
)
def test_different_values_have_different_bytes(one, other):
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), Decimal("NaN"), datetime(2026, 11, 5), time(1), {1}, b"a", object(), {1: "a"}]
    + [gettext_lazy("Yes"), {"deep": [{"down": 0.5}]}],
)
def test_what_can_be_written_in_two_ways_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


def test_the_hash_of_text_is_the_hash_of_its_bytes():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert (sha256_hex(""), sha256_hex(b"")) == (empty, empty)
    assert sha256_hex("Büro") == sha256_hex("Büro".encode())
