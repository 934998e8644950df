"""Who tries to move money without the right is noted, once a form was sent."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from conftest import fresh
from foundation.access import denials
from foundation.access.gate import Denied
from foundation.access.policy import can

MONEY, OTHER = "accounting.payment:release", "accounting.entry:capture"


@pytest.mark.parametrize(("method", "permission", "noted"), [("POST", MONEY, 1), ("GET", MONEY, 0), ("POST", OTHER, 0)])
def test_what_is_noted(cast, method, permission, noted):
    before = timezone.now()
    denied = Denied(can(fresh(cast.front), permission))
    denials.note(SimpleNamespace(method=method, person=fresh(cast.front)), denied)
    assert denials.count(cast.company, before, timezone.now()) == noted
