"""`./test`: every check of the house, each with a headline and its time. Standard library only."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tools.setting_up import PYTHON, ROOT, install_packages, missing_pango, prepare_venv, say

HELP = """\
./test               everything; with CI=true nothing may be left out
./test fast          without PostgreSQL and without a browser
./test -k EXPR ...   only pytest on SQLite, with these arguments
"""
CI = os.environ.get("CI", "").lower() == "true"
BIN = PYTHON.parent
VAR = ROOT / "var" / "test"
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name not in ("tests", "bench"))
POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
PLAIN = {
    "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "VAR_DIR": str(VAR),
    "DATABASE_URL": f"sqlite:///{VAR / 'backoffice.sqlite3'}",
    "REDIS_URL": "",
    "DEMO": "false",
    "DEBUG": "false",
}
PRODUCTION = {"TLS": "true", "ALLOWED_HOSTS": "portal.example"}
ON_POSTGRES = {"DATABASE_URL": POSTGRES, "REDIS_URL": REDIS}
PARALLEL = ("-n", "auto", "--dist", "worksteal")
SEMGREP = [
    "semgrep",
    "scan",
    "--quiet",
    "--error",
    "--metrics=off",
    "--disable-version-check",
    "--config=tools/lint_doors.yml",
]


@dataclass
class Outcome:
    name: str
    state: str  # ok, failed or left out
    seconds: float
    counts: dict[str, int] = field(default_factory=dict)


def main(arguments: list[str]) -> int:
    if arguments[:1] in (["-h"], ["--help"]):
        say(HELP)
        return 0
    VAR.mkdir(parents=True, exist_ok=True)
    if not install_packages(missing_pango()):
        say("Tests that make a PDF will fail.")
    prepare_venv("requirements.txt", "requirements-dev.txt")
    start = time.monotonic()
    if arguments and arguments != ["fast"]:
        outcomes = [tests("pytest on SQLite", "sqlite", *arguments)]
    else:
        outcomes = [*static_checks(), tests("pytest on SQLite", "sqlite", "-m", "not browser", *PARALLEL)]
        if not arguments:
            outcomes += [on_postgres(), in_browser()]
    return sum_up(outcomes, time.monotonic() - start)


def static_checks() -> list[Outcome]:
    manage = ["python", "manage.py"]
    return [
        step("ruff check", ["ruff", "check", "."]),
        step("ruff format", ["ruff", "format", "--check", "."]),
        step("imports point one way", ["lint-imports"]),
        # B608 is ruff's S608, which asks for a reason at the line.
        step("bandit", ["bandit", "-q", "-ll", "-s", "B608", "-r", *ROOMS, "tools", "-x", "*/tests/*"]),
        step("one door each", [*SEMGREP, *ROOMS]),
        step("migrations complete", [*manage, "makemigrations", "--check", "--dry-run"]),
        step("safe for production", [*manage, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        step("translations complete", ["python", "-m", "tools.translations", "check"]),
    ]


def on_postgres() -> Outcome:
    name = "pytest on PostgreSQL and Redis"
    silent = [url for url in (POSTGRES, REDIS) if not reachable(url)]
    if silent:
        return left_out(name, f"Nothing answers at {' and '.join(silent)}; set TEST_DATABASE_URL and TEST_REDIS_URL.")
    return tests(name, "postgres", "-m", "not browser and not once", *PARALLEL, env=ON_POSTGRES)


def in_browser() -> Outcome:
    name = "browser tests"
    if not chromium() and (os.geteuid() or not install_packages(["chromium"])):
        return left_out(name, "Chromium was not found. On Debian: sudo apt-get install chromium")
    return tests(name, "browser", "-m", "browser", "-n", "0", env={"CHROMIUM": chromium()})


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)


def reachable(url: str) -> bool:
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port or 5432), timeout=3):
            return True
    except OSError:
        return False


def left_out(name: str, reason: str) -> Outcome:
    say(f"\n== {name}\n{reason}")
    return Outcome(name, "failed" if CI else "left out", 0)


def step(name: str, command: list[str], env: dict[str, str] | None = None) -> Outcome:
    say(f"\n== {name}")
    start = time.monotonic()
    code = subprocess.run(
        [BIN / command[0], *command[1:]], cwd=ROOT, env={**os.environ, **PLAIN, **(env or {})}
    ).returncode
    seconds = time.monotonic() - start
    say(f"-- {'failed' if code else 'ok'} in {seconds:.1f} s")
    return Outcome(name, "failed" if code else "ok", seconds)


def tests(name: str, short: str, *arguments: str, env: dict[str, str] | None = None) -> Outcome:
    report = VAR / f"{short}.xml"
    report.unlink(missing_ok=True)
    outcome = step(name, ["python", "-m", "pytest", f"--junitxml={report}", *arguments], env)
    outcome.counts = counts_of(report)
    return outcome


def counts_of(report: Path) -> dict[str, int]:
    """Failed, passed, skipped and errors as pytest counts them, summed over the report's suites."""
    if not report.exists():
        return {}
    text = report.read_text(encoding="utf-8")
    total, failed, skipped, errors = (
        sum(map(int, re.findall(rf'<testsuite [^>]*\b{key}="(\d+)"', text)))
        for key in ("tests", "failures", "skipped", "errors")
    )
    return {"failed": failed, "passed": total - failed - skipped - errors, "skipped": skipped, "errors": errors}


def sum_up(outcomes: list[Outcome], seconds: float) -> int:
    """A line for each step; the last line counts like pytest, with every failed check beside the tests as an error."""
    say("\n== Summary")
    for outcome in outcomes:
        say(f"{outcome.state:>8}  {outcome.seconds:6.1f} s  {outcome.name}")
    failed = [outcome for outcome in outcomes if outcome.state == "failed"]
    totals = {
        key: sum(outcome.counts.get(key, 0) for outcome in outcomes)
        for key in ("failed", "passed", "skipped", "errors")
    }
    totals["errors"] += sum(1 for outcome in failed if not outcome.counts)
    parts = ", ".join(f"{number} {key}" for key, number in totals.items() if number)
    say(f"{parts or 'no tests ran'} in {seconds:.2f}s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
