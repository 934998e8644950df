import os
import subprocess
import sys

import pytest

from foundation.lib import faults

LOOP = """
from foundation.lib import faults
for number in range(5):
    faults.point("export.after_file")
    faults.point("export.before_row")
    print(number, flush=True)
"""


def run_loop(**environment):
    return subprocess.run(
        [sys.executable, "-c", LOOP], env=os.environ | environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("environment", "code", "printed"),
    [
        ({}, 0, "0 1 2 3 4"),
        ({"FAULT_POINT": "another.point", "FAULT_RAISE": "another.point"}, 0, "0 1 2 3 4"),
        ({"FAULT_POINT": "export.after_file"}, 137, ""),
        ({"FAULT_POINT": "export.before_row", "FAULT_SKIP": "3"}, 137, "0 1 2"),
        ({"FAULT_POINT": "export.before_row", "FAULT_SKIP": "5"}, 0, "0 1 2 3 4"),
    ],
)
def test_the_process_ends_only_at_its_point(environment, code, printed):
    done = run_loop(**environment)
    assert (done.returncode, done.stdout.split()) == (code, printed.split())


def test_a_point_can_raise_instead(monkeypatch):
    faults.point("export.after_file")
    monkeypatch.setenv("FAULT_RAISE", "export.after_file")
    faults.point("export.before_row")
    with pytest.raises(RuntimeError, match=r"^fault at export\.after_file$"):
        faults.point("export.after_file")
