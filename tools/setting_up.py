"""Makes a fresh machine ready: system packages, the virtual environment, `.env`. Standard library only."""

import ctypes.util
import fcntl
import hashlib
import importlib.util
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = (ROOT / ".venv").resolve()  # it may be a link to one that several folders share
PYTHON = VENV / "bin" / "python"
PANGO = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
FONT = "fonts-dejavu-core"


def say(text: str) -> None:
    print(text, flush=True)


def missing_pango() -> list[str]:
    missing = [package for library, package in PANGO.items() if not ctypes.util.find_library(library)]
    return [*missing, FONT] if missing else []


def missing_venv() -> list[str]:
    can_make = shutil.which("uv") or importlib.util.find_spec("ensurepip")
    return [] if can_make else [f"python3.{sys.version_info.minor}-venv"]


def install_packages(packages: list[str]) -> bool:
    """Installs Debian packages when that is possible without asking; otherwise prints the line that does it."""
    if not packages:
        return True
    if os.geteuid() or not shutil.which("apt-get"):
        say(f"Missing system packages. On Debian or Ubuntu: sudo apt-get install {' '.join(packages)}")
        return False
    say(f"Installing system packages: {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        if subprocess.run(["apt-get", "-qq", *command], env=quiet, stdout=subprocess.DEVNULL).returncode:
            say(f"apt-get {command[0]} failed; please install by hand: apt-get install {' '.join(packages)}")
            return False
    return True


def prepare_venv(*locks: str) -> None:
    """Installs exactly what the last lock names; the earlier ones are parts of it and count as installed too."""
    digests = {lock: hashlib.sha256(bytes(VENV) + (ROOT / lock).read_bytes()).hexdigest() for lock in locks}
    stamps = {lock: VENV / f"{lock}.sha256" for lock in locks}
    wanted = locks[-1]
    with one_at_a_time():
        if PYTHON.exists() and stamps[wanted].exists() and stamps[wanted].read_text() == digests[wanted]:
            return
        if not install_packages(missing_venv()):
            sys.exit(1)
        say(f"Installing {wanted} into .venv")
        fill_venv(ROOT / wanted)
        for lock, stamp in stamps.items():
            stamp.write_text(digests[lock])


def fill_venv(lock: Path) -> None:
    if uv := shutil.which("uv"):
        make = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)]
        pip = [uv, "pip", "install", "--compile-bytecode", "--python", str(PYTHON)]
    else:
        make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
        pip = [str(PYTHON), "-m", "pip", "install"]
    usable = runs(PYTHON, "" if uv else "import pip") and was_made_here()
    install = [*pip, "--quiet", "--require-hashes", "-r", str(lock)]
    for command in [install] if usable else [make, install]:
        if subprocess.run(command).returncode:
            sys.exit("The packages could not be installed. Mend what is said above and start again.")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """`./run` and `./test` may meet here on their first start: one installs, the other waits."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def runs(python: Path, code: str) -> bool:
    return python.exists() and subprocess.run([python, "-c", code], capture_output=True).returncode == 0


def was_made_here() -> bool:
    """The programs of a virtual environment name their interpreter by its full path, so it cannot be moved."""
    return str(VENV) in (VENV / "bin" / "activate").read_text(encoding="utf-8")


def read_env(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.removeprefix("export ").split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}


def create_env(path: Path, *, demo: bool) -> None:
    """The secret of an installation is made on its first start and readable by its owner only."""
    if path.exists():
        return
    text = f"SECRET_KEY={secrets.token_urlsafe(48)}\nDEMO={str(demo).lower()}\nDEBUG=false\n"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
