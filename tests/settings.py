"""The portal's settings without what this machine's `.env` says, so that `pytest` needs no preparation."""

import os
from pathlib import Path

VAR = Path(__file__).resolve().parent.parent / "var" / "test"
PLAIN = {
    "SECRET_KEY": "tests-keep-no-secrets-" * 3,
    "VAR_DIR": str(VAR),
    "DATABASE_URL": f"sqlite:///{VAR / 'backoffice.sqlite3'}",
    "REDIS_URL": "",
    "DEMO": "false",
    "DEBUG": "false",
}
for name, value in PLAIN.items():
    os.environ.setdefault(name, value)  # what ./test and the shell say stands
VAR.mkdir(parents=True, exist_ok=True)

from backoffice.settings import *  # noqa: E402, F403 - reads the environment

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
