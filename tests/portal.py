"""A portal of its own for a test or a trial, used from outside by processes."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KILLED = 137


@dataclass(frozen=True)
class Portal:
    """A database and a folder of its own, used from outside by processes."""

    url: str
    folder: Path
    patience: int = 120  # seconds
    root: Path = ROOT  # of the code

    def environment(self, **more):
        own = {
            "DATABASE_URL": self.url,
            "VAR_DIR": str(self.folder),
            "SECRET_KEY": "of-the-tests-" * 4,
            "REDIS_URL": "",
        }
        return {**os.environ, "LOG_LEVEL": "ERROR", **own, **more}

    def manage(self, *arguments, **environment):
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=self.root, env=self.environment(**environment),
            capture_output=True, text=True, timeout=self.patience,
        )  # fmt: skip

    def act(self, call, **environment):
        return self.manage("shell", "--no-imports", "-c", f"from tests.acts import *; tell({call})", **environment)

    def told(self, call, **environment):
        done = self.act(call, **environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def killed(self, call, point):
        assert self.act(call, FAULT_POINT=point).returncode == KILLED
