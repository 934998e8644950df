"""`./run`: from a fresh clone to a running portal with one command. Standard library only."""

import argparse
import errno
import fcntl
import hashlib
import http.client
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from tools.setting_up import PYTHON, ROOT, create_env, install_packages, missing_pango, prepare_venv, read_env, say
from tools.supervisor import Child, Supervisor

OWNERS_COMMANDS = {"setup", "migrate", "upgrade", "restore"}  # they change tables
HELP = """\
./run                starts the demo company on http://localhost:8000
./run --no-demo      starts an empty portal; the first page creates its administrators
./run doctor         checks the installation and says what to do
./run COMMAND ...    any command of manage.py with the settings of this installation
"""


def main(arguments: list[str]) -> int:
    env_file = ROOT / ".env"
    settings = {**read_env(env_file), **os.environ}
    options = parse(arguments, port=settings.get("PORT", "8000"))
    demo = (
        options.demo if options.demo is not None else settings.get("DEMO", "true").lower() in ("true", "1", "on", "yes")
    )
    create_env(env_file, demo=demo)
    if not options.command and not install_packages(missing_pango()):
        say("Starting without PDF.")
    prepare_venv("requirements.txt")
    os.umask(0o077)  # data and logs are nobody else's business
    env = environment(settings, demo=demo)
    if options.command:
        return subprocess.run(
            [PYTHON, "manage.py", *options.command], cwd=ROOT, env=env_of(options.command[0], env)
        ).returncode
    return start(env, host=settings.get("HOST", "127.0.0.1"), port=options.port, demo=demo)


def parse(arguments: list[str], *, port: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser("./run", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=port_number, default=port, help="default 8000")
    parser.add_argument(
        "--demo", action=argparse.BooleanOptionalAction, help="default: as on the first start, then yes"
    )
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="COMMAND")
    return parser.parse_args(arguments)


def port_number(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")


def environment(settings: dict[str, str], *, demo: bool) -> dict[str, str]:
    """What the portal's processes see. Demo and real data live in different places and never meet."""
    var = Path(settings.get("VAR_DIR", ROOT / "var" / ("demo" if demo else "portal"))).resolve()
    for folder in ("log", "broker", "broker-control"):
        (var / folder).mkdir(parents=True, exist_ok=True)
    fixed = {"DEMO": str(demo).lower(), "VAR_DIR": str(var), "PATH": f"{PYTHON.parent}:{os.environ.get('PATH', '')}"}
    return {**settings, **fixed}


def start(env: dict[str, str], *, host: str, port: int, demo: bool) -> int:
    var = Path(env["VAR_DIR"])
    lock = claim(var / "run.pid")
    if lock is None:
        say(f"The portal is already running with {var} (process {(var / 'run.pid').read_text().strip()}).")
        return 1
    with lock:
        code = supervise(env, var, host=host, port=port, demo=demo)
        (var / "run.pid").unlink()
    return code


def supervise(env: dict[str, str], var: Path, *, host: str, port: int, demo: bool) -> int:
    trouble = cannot_listen(host, port)
    if trouble:
        say(trouble)
        return 1
    if not set_up(env, var):
        return 1
    return Supervisor(programs(var, host, port), env, say).run(
        ready=lambda: answers(host, port), welcome=lambda: welcome(var, port, demo=demo)
    )


def claim(path: Path) -> TextIO | None:
    """The open file holds the lock; the kernel lets go of it even when this process is killed."""
    file = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


def cannot_listen(host: str, port: int) -> str:
    """Says why the portal could not answer there; empty when it can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            return f"Only root may use port {port}. Choose one above 1023: ./run --port 8000"
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is in use by another program. Choose another one: ./run --port {port + 1}"
            return f"{host} is no address of this machine ({error.strerror}). Correct HOST in .env."
    return ""


def set_up(env: dict[str, str], var: Path) -> bool:
    """Runs `manage.py setup` when anything that it looks at has changed since it last succeeded."""
    stamp, wanted = var / "setup.stamp", fingerprint(env)
    database = env.get("DATABASE_URL") or (var / "backoffice.sqlite3").exists()
    if database and stamp.exists() and stamp.read_text() == wanted:
        return True
    if subprocess.run([PYTHON, "manage.py", "setup"], cwd=ROOT, env=as_owner(env)).returncode:
        return False
    stamp.write_text(wanted)
    return True


def env_of(command: str, env: dict[str, str]) -> dict[str, str]:
    return as_owner(env) if command in OWNERS_COMMANDS else env


def as_owner(env: dict[str, str]) -> dict[str, str]:
    """On PostgreSQL another role may own the tables: it migrates and grants the portal its reading and writing."""
    owner = env.get("OWNER_DATABASE_URL")
    if not owner:
        return env
    return {**env, "DATABASE_URL": owner, "PORTAL_DATABASE_ROLE": urlsplit(env["DATABASE_URL"]).username}


def fingerprint(env: dict[str, str]) -> str:
    """Code, templates and static files by size and time, and where the data is."""
    rooms = [path.parent for path in ROOT.glob("*/__init__.py")]
    digest = hashlib.sha256(repr((env.get("DATABASE_URL"), env["DEMO"])).encode())
    digest.update((ROOT / "requirements.txt").read_bytes())
    for top in sorted([*rooms, ROOT / "static", ROOT / "templates"]):
        for folder, folders, names in os.walk(top):
            folders[:] = sorted(name for name in folders if name not in ("__pycache__", "tests"))
            for name in sorted(names):
                found = os.stat(os.path.join(folder, name))  # noqa: PTH118, PTH116 - thousands of icons at each start
                digest.update(f"{folder}/{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def programs(var: Path, host: str, port: int) -> list[Child]:
    # A sync worker sits still while it waits for the database, so a small machine needs more of them than cores.
    workers = max(4, os.cpu_count() or 1)
    gunicorn = f"gunicorn backoffice.wsgi -b {host}:{port} -w {workers} --preload --timeout 60 --no-control-socket"
    worker = "celery -A backoffice worker --pool threads --concurrency 2 --without-gossip --without-mingle -l warning"
    beat = "celery -A backoffice beat -l warning --pidfile="
    commands = {"web": gunicorn, "worker": worker, "beat": beat}
    return [
        Child(name, [str(PYTHON), "-m", *command.split()], var / "log" / f"{name}.log")
        for name, command in commands.items()
    ]


def answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/health/live", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def welcome(var: Path, port: int, *, demo: bool) -> None:
    address = f"http://localhost:{port}/"
    setup_code = var / "setup-code"
    say(f"\n  The portal is running: {address}")
    if demo:
        say("  This is the invented demo company; the sign-in page lists a login for every role.")
    elif setup_code.exists():
        say(f"  Create the first administrators here: {address}setup/?code={setup_code.read_text().strip()}")
    say("  Stop it with Ctrl+C.\n")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
