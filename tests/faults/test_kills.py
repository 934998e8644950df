"""The shortest of the trials of whole processes, with every test run."""

import pytest

from .house import House
from .web_killed import kill_web_workers

pytestmark = pytest.mark.race


def test_kill_9_of_web_workers_loses_and_doubles_nothing(portal):
    with House(portal) as house:
        assert kill_web_workers(house, "web workers killed", kills=3)
