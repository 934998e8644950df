import pytest
from django.db import IntegrityError, transaction

from foundation.records import numbers
from foundation.records.actor import acting
from foundation.records.models import NumberRange

pytestmark = pytest.mark.django_db


def take(key="invoice", count=1):
    with acting("system:test"):
        return numbers.take(key, count)


def test_numbers_follow_each_other_and_ranges_know_nothing_of_each_other():
    assert [take(), take(count=3), take(), take("voucher")] == [1, 2, 5, 1]


def test_a_rollback_gives_its_numbers_back():
    take()
    with pytest.raises(ZeroDivisionError), acting("system:test"):
        numbers.take("invoice", 10)
        raise ZeroDivisionError
    assert take() == 2


@pytest.mark.parametrize(
    "attack",
    [
        lambda: NumberRange.objects.update(last=1),
        lambda: NumberRange.objects.update(key="other"),
        lambda: NumberRange.objects.all().delete(),
    ],
)
def test_numbers_are_never_taken_back(attack):
    take(count=2)
    with pytest.raises(IntegrityError, match="numbers.never_back"), transaction.atomic():
        attack()
    assert take() == 3
