"""The shortest of the trials of whole processes, with every test run."""

import pytest

from .house import House
from .web_killed import kill_web_workers
from .workers_killed import kill_all, kill_during_reports

pytestmark = pytest.mark.race


@pytest.fixture
def house(portal):
    with House(portal) as house:
        yield house


def test_kill_9_loses_and_doubles_nothing(house):
    """Of web workers, while people write; of the worker, while it makes reports."""
    assert kill_web_workers(house, "web workers killed", kills=3)
    assert kill_during_reports(house, kill_all, reports=2, kills=1, name="worker killed")
