"""No form, however it is filled, breaks the portal."""

import os

import pytest

from .conftest import ADDRESSES, FORMS
from .fuzz import SEED, TURNS, Fuzz

pytestmark = pytest.mark.django_db
AROUND = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/change/", "/accounts/2fa/totp/activate/"]


def test_hostile_forms_are_answered(world, settings):
    settings.MOST_FILES = 10**9
    turns, seed = int(os.environ.get(TURNS, 300)), int(os.environ.get(SEED, 1))
    fuzz = Fuzz(world.browsers, ADDRESSES, [*FORMS, *AROUND], world.names, seed)
    broken = list(fuzz.run(turns))
    print(f"{turns} forms and lists, seed {seed}: {len(broken)} broken")
    assert broken == []
