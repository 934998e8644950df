"""In this order, so that each would see what the one before it left."""

import pytest

from foundation.organisation.models import Person
from foundation.records.actor import acting
from settlement.tests.conftest import floor

__all__ = ["floor"]
EVERYBODY, CAST, NOBODY = 21, 9, 0


@pytest.mark.parametrize("_again", [False, True])
def test_what_a_test_does_to_a_world_is_gone_with_it(floor, _again):
    assert (floor.trader.first_name, Person.objects.filter(first_name="Trader").count()) == ("Trader", 1)
    assert Person.objects.count() == EVERYBODY
    floor.trader.first_name = "Changed"
    with acting("system:test"):
        floor.trader.save()


def test_a_test_sees_the_world_that_it_asks_for_and_none_built_upon_it(cast):
    assert Person.objects.count() == CAST


def test_who_asks_for_no_world_sees_none(db):
    assert Person.objects.count() == NOBODY
